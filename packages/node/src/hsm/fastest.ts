const RUNS = 10;

/** The fastest of a few runs, as text. */
export async function fastest(run: () => Promise<unknown>): Promise<string> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return `${best.toFixed(2)} ms, the fastest of ${RUNS}`;
}
