import { setTimeout as sleep } from 'node:timers/promises';
import { isOurs } from './processIdentity.ts';
import type { ClusterProcess } from './runFile.ts';

export type StopResult = 'stopped' | 'killed' | 'not-running';

const POLL_MS = 25;

/** Asks a daemon to stop, then makes it. A pid that is no longer ours is left alone. */
export async function stopProcess({ pid, config }: ClusterProcess, graceMs: number): Promise<StopResult> {
  if (!(await isOurs(pid, config))) return 'not-running';
  signal(pid, 'SIGTERM');
  // A frozen process takes the signal when it wakes.
  signal(pid, 'SIGCONT');
  if (await goneWithin(pid, config, graceMs)) return 'stopped';
  signal(pid, 'SIGKILL');
  await goneWithin(pid, config, graceMs);
  return 'killed';
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in the meantime.
  }
}

async function goneWithin(pid: number, config: string, ms: number): Promise<boolean> {
  for (let waited = 0; waited <= ms; waited += POLL_MS) {
    if (!(await isOurs(pid, config))) return true;
    await sleep(POLL_MS);
  }
  return false;
}
