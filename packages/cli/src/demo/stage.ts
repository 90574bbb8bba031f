import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QuorateClient } from '@quorate/client';
import type { ClusterFile, NodeStatusView, StatusView } from '@quorate/requests';
import { connect, tryStatus } from '../client/connect.ts';
import { bringUp } from '../cluster/bringUp.ts';
import { type ClusterLayout, clusterLayout } from '../cluster/layout.ts';
import { isOurs } from '../cluster/processIdentity.ts';
import { type ClusterProcess, readRunFile } from '../cluster/runFile.ts';
import { stopAll } from '../cluster/stopAll.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

/** A real cluster of processes in a temporary directory, with hands to hurt it. */
export interface Stage {
  readonly layout: ClusterLayout;
  readonly cluster: ClusterFile;
  readonly client: QuorateClient;
  /** Whether there is a node besides whose shares SoftHSM2 seals. */
  readonly hasCosigner: boolean;
  /** When all was up. */
  readonly status: StatusView;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** kill -9; the dead process. */
  kill(node: string): Promise<ClusterProcess>;
  /** Starts what is dead and waits until every node is up and linked; how the node is then. */
  revive(node: string): Promise<NodeStatusView>;
  /** Throws when the story was interrupted. */
  goOn(): void;
}

export interface StageOptions {
  readonly nodes: number;
  /** Another node, whose shares SoftHSM2 seals. */
  readonly withHsm: boolean;
  readonly keep: boolean;
}

/** Plays on a fresh stage and clears it away, whatever happened. */
export async function onStage<T>(
  outer: Context,
  options: StageOptions,
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'quorate-demo-'));
  const context: Context = { ...outer, dir: join(root, 'cluster') };
  try {
    return await play(await setUp(context, options));
  } catch (error) {
    throw options.keep ? error : withoutLog(error);
  } finally {
    outer.output.progress('stopping every process');
    await stopAll(clusterLayout(context.dir));
    if (!options.keep) await rm(root, { recursive: true, force: true });
  }
}

/** The log that a hint may name is cleared away with everything else. */
function withoutLog(error: unknown): unknown {
  if (!(error instanceof Failure) || error.code !== 'daemon-failed') return error;
  return new Failure(error.exit, error.code, error.message, '`quorate demo --keep` keeps the logs.');
}

async function setUp(context: Context, { nodes, withHsm }: StageOptions): Promise<Stage> {
  const layout = clusterLayout(context.dir);
  const signal = context.interruption();
  const goOn = () => {
    if (signal.aborted) throw new Failure(EXIT.failed, 'interrupted', 'interrupted; everything is cleaned up');
  };
  const { progress } = context.output;
  const up = async () =>
    (await bringUp(layout, { nodes, withHsm, status: () => tryStatus(context), progress, signal })).status;
  const status = await up();
  const { client, config } = await connect(context, 'admin');
  return {
    layout,
    cluster: config.cluster,
    client,
    hasCosigner: withHsm,
    status,
    signal,
    kill: (node) => kill(layout, node),
    revive: async (node) => nodeIn(await up(), node),
    goOn,
  };
}

async function kill(layout: ClusterLayout, node: string): Promise<ClusterProcess> {
  const victim = (await readRunFile(layout.runFile)).find(({ id }) => id === node);
  if (!victim) throw new Failure(EXIT.failed, 'no-process', `${node} has no process to kill`);
  process.kill(victim.pid, 'SIGKILL');
  while (await isOurs(victim.pid, victim.config)) await sleep(2);
  return victim;
}

function nodeIn({ nodes }: StatusView, id: string): NodeStatusView {
  const node = nodes.find((candidate) => candidate.id === id);
  if (!node) throw new Failure(EXIT.failed, 'no-node', `the coordinator does not know ${id}`);
  return node;
}
