import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@libp2p/interface';
import type { Logger, MemberId } from '../host.ts';
import { backoffMs } from './backoff.ts';

/** A link that lived this long counts as a success, so that its loss is answered by an immediate dial. */
const STABLE_MS = 5_000;

export interface Dialler {
  readonly member: MemberId;
  /** Resolves when the link is up, rejects when it cannot be had now. */
  connect(signal: AbortSignal): Promise<Connection>;
  readonly now: () => number;
  readonly log: Logger;
}

/** Dials, waits until the link is lost, dials again: endlessly, until the signal aborts. Never rejects. */
export async function keepLinked(dialler: Dialler, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const livedMs = await oneLink(dialler, failures, signal);
    failures = livedMs >= STABLE_MS ? 0 : failures + 1;
    await sleep(backoffMs(failures, Math.random()), undefined, { signal }).catch(() => undefined);
  }
}

/** @returns how long the link lived, in milliseconds; 0 if it never came up. */
async function oneLink(dialler: Dialler, failures: number, signal: AbortSignal): Promise<number> {
  try {
    const connection = await dialler.connect(signal);
    const since = dialler.now();
    await closed(connection);
    return dialler.now() - since;
  } catch (problem) {
    if (!signal.aborted) logFailure(dialler, failures, problem);
    return 0;
  }
}

/** One line for an outage, whatever its length; the rest is for whoever turns the log up. */
function logFailure({ log, member }: Dialler, failures: number, problem: unknown): void {
  const fields = { member, reason: problem instanceof Error ? problem.message : String(problem) };
  if (failures === 0) log.info(fields, 'member cannot be reached yet, dialling on');
  else log.debug(fields, 'member cannot be reached');
}

function closed(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    if (connection.status !== 'open') resolve();
    else connection.addEventListener('close', () => resolve(), { once: true });
  });
}
