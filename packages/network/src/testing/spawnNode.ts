import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { toString as textOf } from 'uint8arrays/to-string';
import type { MemberId } from '../host.ts';
import type { TestCluster } from './testCluster.ts';

/** Runs a node of a TCP cluster in a process of its own (see childHost.ts) and waits until it listens. */
export async function spawnNode({ cluster, secretOf }: TestCluster, id: MemberId): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('childHost.ts', import.meta.url));
  const args = ['--conditions=quorate-src', script, id, textOf(secretOf(id), 'base16'), JSON.stringify(cluster)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([once(child.stdout, 'data'), failed(child)]);
  return child;
}

async function failed(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`the node exited with ${code} before it was ready`);
}

/** Kills it as a power cut would, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
