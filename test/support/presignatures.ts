import { readFile, writeFile } from 'node:fs/promises';
import type { Signed } from '@quorate/client';
import type { ClusterDirectory } from './clusterDirectory.ts';
import { eventually } from './eventually.ts';
import type { InProcessCluster } from './inProcessCluster.ts';
import type { InProcessNetwork } from './inProcessNetwork.ts';
import { metricOf } from './nonceStock.ts';

interface Marks {
  readonly low: number;
  readonly high: number;
}

/** Restarts every node with presignatures in advance, of which test clusters have none by themselves. */
export async function keepPresignatures({ cluster }: InProcessNetwork, marks: Marks): Promise<void> {
  const { directory, nodeIds } = cluster;
  await configurePresignatures(directory, marks);
  await Promise.all(nodeIds.map((node) => cluster.restart(node)));
}

/** Has every node keep so many once it restarts. */
export async function configurePresignatures(
  { cluster, nodeConfig }: ClusterDirectory,
  { low, high }: Marks,
): Promise<void> {
  for (const { id } of cluster.nodes) {
    const config = await readFile(nodeConfig(id), 'utf8');
    const changed = config.replace(/^presignatures: .*$/m, `presignatures: {low: ${low}, high: ${high}}`);
    await writeFile(nodeConfig(id), changed);
  }
}

/** How many presignatures the node has for a key with these nodes. */
export function stockOf(cluster: InProcessCluster, node: string, key: string, signers: string): Promise<number> {
  return metricOf(cluster, node, `quorate_presignatures_stocked{key="${key}",signers="${signers}"}`);
}

/** Resolves once some set of signers has `count` presignatures for the key. @returns its nodes, as metrics name them */
export async function presigned(cluster: InProcessCluster, key: string, count: number, nodes = cluster.nodeIds) {
  let found: string | undefined;
  await eventually(`${count} presignatures for ${key}`, async () => {
    const sets = nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => [a, b] as const));
    for (const [a, b] of sets) {
      const stocks = await Promise.all([a, b].map((node) => stockOf(cluster, node, key, `${a},${b}`)));
      if (stocks.every((stock) => stock === count)) found ??= `${a},${b}`;
    }
    return found !== undefined;
  });
  return found ?? '';
}

/** Rounds of the session that ended with these signatures, as a signer of it logs them: perhaps after the desk has its answer. */
export async function roundsOf(cluster: InProcessCluster, node: string, { view }: Signed): Promise<unknown> {
  const session = view.attempts.at(-1)?.session;
  const find = () => cluster.logOf(node).find((line) => line.msg === 'session ended' && line.session === session);
  await eventually(`${node} to end the session`, () => find() !== undefined);
  return find()?.rounds;
}
