import type { ControlServer, MemberId } from '@quorate/network';
import {
  decodeSignedOrder,
  decodeSignedRequest,
  fromBase64,
  keyContextAt,
  keyIdOf,
  orderHash,
  prepareIntent,
  requestHash,
} from '@quorate/requests';
import { type SampleCluster, type SampleKey, sampleAttestationOf } from '@quorate/requests/testing';
import { messagesHash, partyOf, type Ready, RequestRejected, signReady } from '@quorate/tss-core';
import { taggedHash } from '@quorate/tss-core/wire';
import type { FakeSessions } from './fakeSessions.ts';

/** A node that does what it is asked, without the cryptography of its own that no test here needs. */
export function honestNode(
  node: MemberId,
  sample: SampleCluster,
  key: SampleKey,
  sessions: FakeSessions,
): ControlServer {
  const { structure, cluster } = key.signedOrder.order;
  const party = partyOf(structure, node)?.index;
  if (party === undefined) throw new Error(`${node} is no party of the sample key`);
  let drawn = 0;
  const ready = (about: Uint8Array, subject: Uint8Array, messages: readonly Uint8Array[] = []): Ready => {
    const nonce = taggedHash('fake nonce', new TextEncoder().encode(`${node} ${++drawn}`));
    const statement = { cluster, key: about, subject, nonce, policyHash: new Uint8Array(32) };
    const facts = { ...statement, node, epoch: 1, purpose: 'ready', contents: messagesHash(messages) } as const;
    const attestation = sampleAttestationOf(sample, { ...facts, sequence: drawn });
    return signReady({ ...statement, party, attestation }, sample.secret(node));
  };
  return {
    status: () => nodeStatus(node, sample),
    listKeys: () => ({ active: [], pending: [] }),
    authorize({ request }) {
      const asked = decodeSignedRequest(request).request;
      const { messages } = prepareIntent(asked.intent, keyContextAt(key.certificate.statement, asked.path));
      return { kind: 'ready', value: ready(asked.key, requestHash(asked), messages) };
    },
    sign: ({ descriptor }) => sessions.joinAs(node, descriptor),
    abort({ session }) {
      sessions.abort(session);
      return {};
    },
    cancel: () => ({}),
    prepareKeygen({ order: encoded }) {
      const { order } = decodeSignedOrder(encoded);
      return { kind: 'ready', value: ready(keyIdOf(order), orderHash(order)) };
    },
    keygen: () => ({ kind: 'certified', value: { certificate: fromBase64(key.view.certificate) } }),
    // Its keys sign with FROST, and need none.
    listAux: () => ({ certificates: [] }),
    prepareAux: () => ({ kind: 'denied', value: { code: 'wrong-scheme', reasons: [] } }),
    aux: () => ({ kind: 'refused', value: { code: 'wrong-scheme', reason: '' } }),
    preparePresign: () => ({ kind: 'denied', value: { code: 'wrong-scheme', reasons: [] } }),
    presign: () => ({ kind: 'refused', value: { code: 'wrong-scheme', reason: '' } }),
    deliverAuxCertificate: () => ({}),
    deliverCertificate: () => ({ acknowledgement: acknowledgementOf(key, party) }),
  };
}

/** Sample keys list acknowledgements in the order of their parties. */
export function acknowledgementOf(key: SampleKey, party: number): Uint8Array {
  const acknowledgement = key.view.acknowledgements[party - 1];
  if (acknowledgement === undefined) throw new RequestRejected('unknown-ceremony', 'no pending share');
  return fromBase64(acknowledgement);
}

/** What it says of itself. */
export function nodeStatus(id: string, { cluster }: SampleCluster) {
  const links = cluster.nodes.map((other) => other.id).filter((other) => other !== id);
  const rules = { name: 'local-demo', description: 'any decodable intent' };
  return {
    id,
    version: '0.1.0',
    pid: 1,
    uptimeMs: 1,
    rules,
    links,
    keys: 1,
    pendingKeys: 0,
    sessions: 0,
    primes: null,
    attestation: null,
    forks: [],
    presignatures: null,
  };
}
