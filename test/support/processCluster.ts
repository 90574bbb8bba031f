import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { QuorateClient } from '@quorate/client';
import {
  type ClusterDirectory,
  type ClusterDirectoryOptions,
  COORDINATOR,
  writeClusterDirectory,
} from './clusterDirectory.ts';
import { type DaemonProcess, daemonProcess, type Ended, type Program } from './daemonProcess.ts';
import { deskClient } from './deskClient.ts';
import { linkedBy } from './inProcessNetwork.ts';
import { readTranscripts, TRANSCRIPT_VARIABLE } from './transcript.ts';
import type { WireLog } from './wireLog.ts';

/** A network whose every part is a process of its own, started as operators do, and a desk's client in this one. */
export interface ProcessCluster extends AsyncDisposable {
  readonly directory: ClusterDirectory;
  readonly nodeIds: readonly string[];
  readonly client: QuorateClient;
  /** Starts a node or the coordinator and waits until it serves. */
  start(id: string): Promise<void>;
  /** kill -9. */
  kill(id: string): Promise<Ended>;
  /** SIGTERM. */
  stop(id: string): Promise<Ended>;
  /** What a node's `/metrics` says. */
  metrics(id: string): Promise<string>;
  pidOf(id: string): number;
  /** Resolves when it has ended by itself. */
  ended(id: string): Promise<Ended>;
  freeze(id: string): void;
  thaw(id: string): void;
  /** What everybody has sent until now, in all lives; of a cluster with short numbers. */
  transcripts(): WireLog;
  /** Where a node or the coordinator keeps its data. */
  dataDir(id: string): string;
  /** Resolves once these nodes are linked to the coordinator and to each other. */
  linked(nodes?: readonly string[]): Promise<void>;
}

export interface ProcessOptions extends Omit<ClusterDirectoryOptions, 'transport'> {
  /** Programs with short numbers for threshold ECDSA, which write down all that they send. */
  readonly shortEcdsa?: boolean;
  /** What the nodes run, in place of the product's daemon. */
  readonly nodeProgram?: Program;
}

/** Starts everything; disposing kills what still runs and removes the directory. */
export async function processCluster(options: ProcessOptions = {}): Promise<ProcessCluster> {
  const directory = await writeClusterDirectory({ ...options, transport: 'tcp' });
  const nodeIds = directory.cluster.nodes.map(({ id }) => id);
  const running = new Map<string, DaemonProcess>();
  const configOf = (id: string) => (id === COORDINATOR ? directory.coordinatorConfig : directory.nodeConfig(id));
  const programs = options.shortEcdsa
    ? ({ coordinator: 'shortCoordinator', node: 'shortNode' } as const)
    : ({ coordinator: 'coordinator', node: options.nodeProgram ?? 'node' } as const);
  const transcripts = join(directory.dir, 'transcripts');
  const client = deskClient(directory);

  function process(id: string): DaemonProcess {
    const found = running.get(id);
    if (!found) throw new Error(`${id} is not running`);
    return found;
  }

  async function start(id: string): Promise<void> {
    const program = id === COORDINATOR ? programs.coordinator : programs.node;
    const daemon = daemonProcess(program, configOf(id), { [TRANSCRIPT_VARIABLE]: transcripts });
    running.set(id, daemon);
    await daemon.ready;
  }

  function end(id: string, signal: NodeJS.Signals): Promise<Ended> {
    const daemon = process(id);
    running.delete(id);
    daemon.kill(signal);
    return daemon.ended;
  }

  async function dispose(): Promise<void> {
    await Promise.all([...running.keys()].map((id) => end(id, 'SIGKILL')));
    await rm(directory.dir, { recursive: true, force: true });
  }

  try {
    await Promise.all([...nodeIds, COORDINATOR].map(start));
    await linkedBy(client, nodeIds);
  } catch (problem) {
    await dispose();
    throw problem;
  }
  return {
    directory,
    nodeIds,
    client,
    start,
    kill: (id) => end(id, 'SIGKILL'),
    stop: (id) => end(id, 'SIGTERM'),
    metrics: async (id) => (await fetch(`${urlOf(process(id))}/metrics`)).text(),
    pidOf: (id) => process(id).pid,
    ended: (id) => process(id).ended,
    freeze: (id) => process(id).kill('SIGSTOP'),
    thaw: (id) => process(id).kill('SIGCONT'),
    transcripts: () => readTranscripts(transcripts),
    dataDir: (id) => join(dirname(configOf(id)), 'data'),
    linked: (nodes = nodeIds) => linkedBy(client, nodes),
    [Symbol.asyncDispose]: dispose,
  };
}

/** Where a node says that it serves health and metrics. */
function urlOf(daemon: DaemonProcess): string {
  const [, url] = /"http":"([^"]+)"/.exec(daemon.stdout()) ?? [];
  if (url === undefined) throw new Error('the node has not said where its metrics are');
  return url;
}
