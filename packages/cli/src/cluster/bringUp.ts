import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StatusView } from '@quorate/requests';
import { EXIT } from '../output/exitCode.ts';
import { Failure, usage } from '../output/failure.ts';
import {
  daemonSpecs,
  endedFailure,
  existingShape,
  installedPrograms,
  type Programs,
  type RunningDaemon,
  runningProcesses,
  startDaemon,
} from './daemons.ts';
import { freeLoopbackPorts } from './freePorts.ts';
import type { ClusterLayout } from './layout.ts';
import { softHsmLibrary } from './softHsm.ts';
import { stopAll } from './stopAll.ts';
import { whileNobodyElse } from './upLock.ts';
import { writeCluster } from './writeCluster.ts';

const DEFAULT_NODES = 3;
const POLL_MS = 100;
const READY_WITHIN_MS = 60_000;

export interface BringUpOptions {
  /** How many nodes a new cluster gets; an existing one must have as many. */
  readonly nodes?: number;
  /** Whether a new cluster gets a node whose shares SoftHSM2 seals; an existing one must have it. */
  readonly withHsm?: boolean;
  readonly programs?: Programs;
  /** Asks the coordinator; undefined while it does not answer. */
  status(): Promise<StatusView | undefined>;
  progress(text: string): void;
  /** Ends the wait; what was started is stopped. */
  readonly signal?: AbortSignal;
}

export interface BroughtUp {
  readonly status: StatusView;
  /** What this call started; what ran already is not among it. */
  readonly started: readonly RunningDaemon[];
  readonly created: boolean;
}

/**
 * Makes the directory's cluster run: writes it if there is none, starts what is not running, waits until every node is
 * up and linked to all others. If that fails, what was started is stopped again.
 */
export async function bringUp(layout: ClusterLayout, options: BringUpOptions): Promise<BroughtUp> {
  const created = await ensureWritten(layout, options);
  return whileNobodyElse(layout.upLock, async () => ({ ...(await startAll(layout, options)), created }));
}

async function startAll(layout: ClusterLayout, options: BringUpOptions): Promise<Omit<BroughtUp, 'created'>> {
  const started: RunningDaemon[] = [];
  try {
    await startMissing(layout, options, started);
    const status = await untilReady(started, options);
    return { status, started };
  } catch (error) {
    await stopAll(
      layout,
      started.map(({ id }) => id),
    );
    throw error;
  }
}

async function ensureWritten(layout: ClusterLayout, options: BringUpOptions): Promise<boolean> {
  const existing = await existingShape(layout);
  if (existing === undefined) {
    await writeNew(layout, options);
    return true;
  }
  const { nodes = existing.nodes, withHsm } = options;
  const otherwise = (has: string) =>
    usage(
      `the cluster in ${layout.dir} has ${has}`,
      'Leave the option out to start it, or name another directory with --dir for a new cluster.',
    );
  if (nodes !== existing.nodes) throw otherwise(`${existing.nodes} nodes, not ${nodes}`);
  if (withHsm && !existing.withHsm) throw otherwise('no node with an HSM');
  return false;
}

async function writeNew(
  layout: ClusterLayout,
  { nodes = DEFAULT_NODES, withHsm = false, progress }: BringUpOptions,
): Promise<void> {
  if (withHsm) softHsmLibrary();
  progress(
    `writing the configs of ${nodes} nodes${withHsm ? ', another with a software HSM' : ''} and a coordinator to ${layout.dir}`,
  );
  const ports = await freeLoopbackPorts(2 * nodes + (withHsm ? 4 : 2));
  await writeCluster(layout, { nodes, withHsm, ports }, randomBytes);
}

async function startMissing(layout: ClusterLayout, options: BringUpOptions, started: RunningDaemon[]): Promise<void> {
  const running = new Set((await runningProcesses(layout)).map(({ id }) => id));
  const missing = (await daemonSpecs(layout)).filter(({ id }) => !running.has(id));
  if (missing.length > 0) options.progress(`starting ${missing.map(({ id }) => id).join(', ')}`);
  for (const spec of missing) {
    started.push(await startDaemon(layout, spec, options.programs ?? installedPrograms()));
  }
}

async function untilReady(started: readonly RunningDaemon[], options: BringUpOptions): Promise<StatusView> {
  for (let waited = 0; waited < READY_WITHIN_MS; waited += POLL_MS) {
    const ended = started.find(({ daemon }) => daemon.exit() !== undefined);
    if (ended) throw await endedFailure(ended);
    if (options.signal?.aborted)
      throw new Failure(EXIT.failed, 'interrupted', 'interrupted before the cluster was ready');
    const status = await options.status();
    if (status && isReady(status)) return status;
    if (status) options.progress(readiness(status));
    await sleep(POLL_MS);
  }
  throw new Failure(
    EXIT.failed,
    'not-ready',
    `the cluster was not ready within ${READY_WITHIN_MS / 1000} s`,
    'The logs under its directory tell why: nodes/*/node.log and coordinator/coordinator.log.',
  );
}

function isReady({ nodes }: StatusView): boolean {
  const ids = nodes.map(({ id }) => id);
  return nodes.every(({ id, state, links }) => {
    const unlinked = ids.filter((other) => other !== id && !links.includes(other));
    return state === 'up' && unlinked.length === 0;
  });
}

function readiness({ nodes }: StatusView): string {
  const up = nodes.filter(({ state }) => state === 'up').length;
  return up < nodes.length ? `${up} of ${nodes.length} nodes are up` : 'all nodes are up, linking to each other';
}
