import { randomBytes } from 'node:crypto';
import {
  COMMITMENTS_PROTOCOL,
  commitmentsFrameCodec,
  commitmentsProtocolLimits,
  createHost,
  sessionFrameCodec,
  sessionProtocolLimits,
} from '@quorate/network';
import {
  batchId,
  ciphersuite,
  encodeSignedBatch,
  generateNonces,
  type KeyStatement,
  type PartyIndex,
  type Reservation,
  type SignedBatch,
  signBatch,
} from '@quorate/tss-core';
import { decodeCbor, decodeFrame, type Envelope, encodeCbor } from '@quorate/tss-core/wire';
import type { ClusterDirectory } from './clusterDirectory.ts';
import { eventually } from './eventually.ts';
import { batchIn } from './nonceStock.ts';

/** In the place of a node: others speak to it as to a party of a key, and it only listens. */
export interface ListeningPeer extends AsyncDisposable {
  /** Every envelope that came, over the real wire. */
  readonly envelopes: readonly Envelope[];
  /** Every batch of commitments that came. */
  readonly batches: readonly SignedBatch[];
  /** Every batch that it gave. */
  readonly given: readonly SignedBatch[];
  isLinked(node: string): boolean;
  /** Gives a node commitments of its own, so that the node will sign with them. @returns what sets the pairs aside */
  give(node: string, statement: KeyStatement, party: PartyIndex, pairs: number): Promise<readonly Reservation[]>;
}

/** Takes the place of a node that is not running. */
export async function listeningPeer({ cluster, transport, secret }: ClusterDirectory, id: string) {
  const listen = cluster.nodes.filter((node) => node.id === id).map(({ address }) => address);
  const self = { kind: 'node', id } as const;
  const host = await createHost({ identitySecret: secret(id), self, cluster, listen, transport });
  const envelopes: Envelope[] = [];
  const batches: SignedBatch[] = [];
  const given: SignedBatch[] = [];
  host.registerStream({
    ...sessionProtocolLimits,
    onFrame(_from, frame) {
      const said = decodeFrame(decodeCbor(sessionFrameCodec, frame, frame.length).payload);
      if (said.kind === 'envelope') envelopes.push(said.value);
    },
  });
  const commitments = host.registerStream({
    ...commitmentsProtocolLimits,
    onFrame(_from, frame) {
      const batch = batchIn(COMMITMENTS_PROTOCOL, frame);
      if (batch) batches.push(batch);
    },
  });
  await host.start();
  const peer: ListeningPeer = {
    envelopes,
    batches,
    given,
    isLinked: (node) => host.isLinked(node),
    async give(node, statement, party, pairs) {
      await eventually(`a link to ${node}`, () => host.isLinked(node));
      const { key, epoch } = statement;
      const signed = batchOf(statement, party, pairs, secret(id));
      const batch = batchId(signed.batch);
      given.push(signed);
      const value = { key, epoch, live: [batch], batch: encodeSignedBatch(signed) };
      await commitments.send(node, encodeCbor(commitmentsFrameCodec, { kind: 'stock', value }));
      return Array.from({ length: pairs }, (_, first) => ({ batch, first, count: 1 }));
    },
    [Symbol.asyncDispose]: () => host.stop(),
  };
  return peer;
}

/** Commitments to nonces that nobody keeps: it will never answer. */
function batchOf(statement: KeyStatement, party: PartyIndex, pairs: number, identity: Uint8Array): SignedBatch {
  const suite = ciphersuite(statement.structure.scheme);
  const random = (length: number) => Uint8Array.from(randomBytes(length));
  const made = Array.from({ length: pairs }, () => generateNonces(suite, 1n, random).commitment);
  return signBatch(suite, { ...statement, party }, made, identity);
}
