import type { ClusterLayout } from './layout.ts';
import { type ClusterProcess, readRunFile, writeRunFile } from './runFile.ts';
import { type StopResult, stopProcess } from './stopProcess.ts';

/** Nodes finish what they are signing; after this they are killed. */
const GRACE_MS = 10_000;

export interface Stopped {
  readonly id: string;
  readonly pid: number;
  readonly result: StopResult;
}

/** Stops the named daemons, or all of them: the coordinator first, so that it sees no node vanish. */
export async function stopAll(layout: ClusterLayout, ids?: readonly string[]): Promise<readonly Stopped[]> {
  const recorded = await readRunFile(layout.runFile);
  const wanted = recorded.filter(({ id }) => ids === undefined || ids.includes(id));
  const stop = async (process: ClusterProcess): Promise<Stopped> => ({
    id: process.id,
    pid: process.pid,
    result: await stopProcess(process, GRACE_MS),
  });
  const coordinators = await Promise.all(wanted.filter(({ kind }) => kind === 'coordinator').map(stop));
  const nodes = await Promise.all(wanted.filter(({ kind }) => kind === 'node').map(stop));
  await writeRunFile(
    layout.runFile,
    recorded.filter((process) => !wanted.includes(process)),
  );
  return [...nodes, ...coordinators];
}
