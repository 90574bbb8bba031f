import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 25;
const PATIENCE_MS = 60_000;

/** For a condition that is a question to many processes, or a process of its own: asking takes what it waits for. */
export const SELDOM = { everyMs: 250 };

/** Waits until a condition holds; the test fails, naming it, if it never does. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { everyMs = POLL_MS } = {},
): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += everyMs) {
    if (await holds()) return;
    await sleep(everyMs);
  }
  throw new Error(`waited in vain for ${what}`);
}
