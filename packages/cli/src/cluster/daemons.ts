import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { ClusterFile } from '@quorate/requests';
import { loadClusterFile } from '../config/clientConfig.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { refuseForeign } from './files.ts';
import { type ClusterLayout, COORDINATOR_ID, COSIGNER_ID } from './layout.ts';
import { lastSentence } from './logSentence.ts';
import { isOurs } from './processIdentity.ts';
import { type ClusterProcess, readRunFile, writeRunFile } from './runFile.ts';
import { type StartedDaemon, spawnDaemon } from './spawnDaemon.ts';

/** The daemons' programs as file URLs; TypeScript when running from source. */
export interface Programs {
  readonly node: string;
  readonly coordinator: string;
}

/** Where the daemons are, which package.json says under `imports`. They are started, never imported. */
export function installedPrograms(): Programs {
  return {
    node: import.meta.resolve('#node'),
    coordinator: import.meta.resolve('#coordinator'),
  };
}

/** One daemon of a local cluster: what to start, and where it writes. */
export interface DaemonSpec {
  readonly id: string;
  readonly kind: 'node' | 'coordinator';
  readonly config: string;
  readonly log: string;
}

/** Every daemon of the cluster in the directory, nodes first. */
export async function daemonSpecs(layout: ClusterLayout): Promise<readonly DaemonSpec[]> {
  const cluster: ClusterFile = await loadClusterFile(layout.clusterFile);
  const nodes = cluster.nodes.map(({ id }) => ({ id, kind: 'node' as const, ...layout.node(id) }));
  return [...nodes, { id: COORDINATOR_ID, kind: 'coordinator' as const, ...layout.coordinator }].map(
    ({ id, kind, config, log }) => ({ id, kind, config, log }),
  );
}

/** Those daemons of the run file that are running now. */
export async function runningProcesses(layout: ClusterLayout): Promise<readonly ClusterProcess[]> {
  const recorded = await readRunFile(layout.runFile);
  const alive = await Promise.all(recorded.map(({ pid, config }) => isOurs(pid, config)));
  return recorded.filter((_, i) => alive[i]);
}

export interface RunningDaemon extends DaemonSpec {
  readonly daemon: StartedDaemon;
}

/** Starts one daemon and writes its pid down before anything else can happen. */
export async function startDaemon(layout: ClusterLayout, spec: DaemonSpec, programs: Programs): Promise<RunningDaemon> {
  const { id, kind, config, log } = spec;
  const daemon = await spawnDaemon({ program: programs[kind], config, log });
  const others = (await readRunFile(layout.runFile)).filter((other) => other.id !== id);
  await writeRunFile(layout.runFile, [...others, { id, kind, pid: daemon.pid, config }]);
  return { ...spec, daemon };
}

/** Why a daemon ended that should be running: its own sentence, from its log. */
export async function endedFailure({ id, log, daemon }: RunningDaemon): Promise<Failure> {
  const exit = daemon.exit();
  const how = exit?.signal ? `was ended by ${exit.signal}` : `ended with code ${exit?.code ?? 'unknown'}`;
  const said = await lastSentence(log, daemon.logOffset);
  return new Failure(
    EXIT.failed,
    'daemon-failed',
    said === undefined ? `${id} ${how} without a word` : `${id} did not start: ${said}`,
    `Its log: ${log}`,
  );
}

/** What a cluster directory was made for; undefined when there is no cluster in it. */
export async function existingShape(layout: ClusterLayout): Promise<ClusterShape | undefined> {
  if (!(await canBeRead(layout.clusterFile))) return undefined;
  await refuseForeign(layout.dir);
  const ids = (await loadClusterFile(layout.clusterFile)).nodes.map(({ id }) => id);
  const configs = [...ids.map((id) => layout.node(id).config), layout.coordinator.config];
  for (const config of configs) if (!(await canBeRead(config))) throw notLocal(layout.dir, config);
  return { nodes: ids.filter((id) => id !== COSIGNER_ID).length, withHsm: ids.includes(COSIGNER_ID) };
}

async function canBeRead(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}

/** What a desk or an operator of a real network has: a cluster file, and not the configs of everybody in it. */
function notLocal(dir: string, config: string): Failure {
  return new Failure(
    EXIT.failed,
    'not-local',
    `${dir} has a cluster file, and no ${relative(dir, config)} to start`,
    'In a real network each operator starts its own node. For a local cluster name another directory with --dir.',
  );
}

export interface ClusterShape {
  /** Besides the cosigner. */
  readonly nodes: number;
  /** Whether there is a node whose shares SoftHSM2 seals. */
  readonly withHsm: boolean;
}
