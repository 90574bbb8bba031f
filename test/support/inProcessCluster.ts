import { rm } from 'node:fs/promises';
import { p256 } from '@noble/curves/nist.js';
import type { FrameTap } from '@quorate/network';
import { type AttestationSigner, loadNodeConfig, type RunningNode, startNode } from '@quorate/node';
import { SAFE_PRIMES_512, TEST_PROFILE } from '@quorate/tss-core/testing';
import { capturedLogger, type LogLine } from './capturedLog.ts';
import { type ClusterDirectory, type ClusterDirectoryOptions, writeClusterDirectory } from './clusterDirectory.ts';

export interface InProcessOptions extends ClusterDirectoryOptions {
  /** Fault injector for every frame that a node sends. */
  readonly tap?: FrameTap;
  /** Unix milliseconds, for every node. */
  readonly now?: () => number;
  /** Short numbers for threshold ECDSA, and primes that are known: for up to five nodes, once for each. */
  readonly shortEcdsa?: boolean;
}

/** The nodes of a cluster in this process, started from the files an operator would write. */
export interface InProcessCluster extends AsyncDisposable {
  readonly directory: ClusterDirectory;
  /** Ids of all nodes of the cluster, running or not. */
  readonly nodeIds: readonly string[];
  /** A running node. */
  node(id: string): RunningNode;
  /** What a node has logged so far, in all its lives. */
  logOf(id: string): readonly LogLine[];
  start(id: string): Promise<RunningNode>;
  stop(id: string): Promise<void>;
  /** Like a restart of the process: what was in memory only is gone. */
  restart(id: string): Promise<RunningNode>;
}

/** Writes a cluster directory and starts all its nodes; disposing stops them and removes the directory. */
export async function inProcessCluster(options: InProcessOptions = {}): Promise<InProcessCluster> {
  const directory = await writeClusterDirectory(options);
  const nodeIds = directory.cluster.nodes.map(({ id }) => id);
  const running = new Map<string, RunningNode>();
  const logs = new Map(nodeIds.map((id) => [id, capturedLogger(id, 'debug')]));
  const { tap, now, shortEcdsa, attesting } = options;

  async function start(id: string): Promise<RunningNode> {
    const log = logs.get(id);
    const node = await startNode(loadNodeConfig(directory.nodeConfig(id)), {
      transport: directory.transport,
      ...(tap ? { tap } : {}),
      ...(now ? { now } : {}),
      ...(shortEcdsa ? { profile: TEST_PROFILE, primes: primesOf(nodeIds.indexOf(id)) } : {}),
      ...(attesting?.includes(id) ? { signer: softwareSigner(directory.attestationSecret(id)) } : {}),
      ...(log ? { log: log.logger } : {}),
    });
    running.set(id, node);
    return node;
  }

  async function stop(id: string): Promise<void> {
    const node = running.get(id);
    running.delete(id);
    await node?.stop();
  }

  async function stopAll(): Promise<void> {
    await Promise.all([...running.keys()].map(stop));
    await rm(directory.dir, { recursive: true, force: true });
  }

  try {
    await Promise.all(nodeIds.map(start));
  } catch (problem) {
    await stopAll();
    throw problem;
  }

  return {
    directory,
    nodeIds,
    node(id) {
      const node = running.get(id);
      if (!node) throw new Error(`${id} is not running`);
      return node;
    },
    logOf: (id) => logs.get(id)?.lines ?? [],
    start,
    stop,
    async restart(id) {
      await stop(id);
      return start(id);
    },
    [Symbol.asyncDispose]: stopAll,
  };
}

/** Signs as a module would, in this process. */
function softwareSigner(secret: Uint8Array): AttestationSigner {
  return {
    publicKey: p256.getPublicKey(secret),
    sign: async (bytes) => p256.sign(bytes, secret, { prehash: true, lowS: true }),
  };
}

/** Four for each node. */
function primesOf(node: number): readonly bigint[] {
  return SAFE_PRIMES_512.slice(4 * node, 4 * node + 4);
}
