/** Turns the first SIGINT or SIGTERM into an abort; a second one ends the process at once. */
export function lazyInterruption(): () => AbortSignal {
  let controller: AbortController | undefined;
  return () => {
    if (controller) return controller.signal;
    const created = new AbortController();
    controller = created;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => created.abort());
    return created.signal;
  };
}
