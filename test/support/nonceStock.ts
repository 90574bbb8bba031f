import { COMMITMENTS_PROTOCOL, commitmentsFrameCodec } from '@quorate/network';
import { batchId, decodeSignedBatch, type SignedBatch } from '@quorate/tss-core';
import { decodeCbor } from '@quorate/tss-core/wire';
import { eventually } from './eventually.ts';
import type { InProcessCluster } from './inProcessCluster.ts';

/** One value of a node's metrics; 0 while there is none. `series` with its labels, as `/metrics` has it. */
export async function metricOf(cluster: InProcessCluster, node: string, series: string): Promise<number> {
  const text = await (await fetch(`${cluster.node(node).url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length) ?? 0);
}

/** Resolves once each of these nodes has nonces for the key, and keeps some of every other. */
export async function stocked(cluster: InProcessCluster, key: string, nodes = cluster.nodeIds): Promise<void> {
  const series = (node: string) => [
    `quorate_nonces_stocked{key="${key}"}`,
    ...nodes.filter((other) => other !== node).map((other) => `quorate_peer_nonces{key="${key}",node="${other}"}`),
  ];
  const perNode = nodes.map((node) =>
    eventually(`${node} to have nonces for ${key}`, async () => {
      const values = await Promise.all(series(node).map((one) => metricOf(cluster, node, one)));
      return values.every((value) => value > 0);
    }),
  );
  await Promise.all(perNode);
}

/** The batch in a frame between nodes, if there is one. */
export function batchIn(protocol: string, frame: Uint8Array): SignedBatch | undefined {
  if (protocol !== COMMITMENTS_PROTOCOL) return undefined;
  const said = decodeCbor(commitmentsFrameCodec, frame, frame.length);
  return said.kind === 'stock' && said.value.batch ? decodeSignedBatch(said.value.batch) : undefined;
}

export function idOf({ batch }: SignedBatch): string {
  return Buffer.from(batchId(batch)).toString('hex');
}
