import { fromHex, requestHash, toBase64, toHex } from '@quorate/requests';
import { sampleAttestation, sampleCluster, sampleKey } from '@quorate/requests/testing';
import { type AttestationStatement, messagesHash, signedAttestationCodec } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import { verifyKey } from '../keys/verifyKey.ts';
import { clientOf, viewOf } from '../testing/scene.ts';
import { verifySignatures } from './verifySignatures.ts';

// The module of node-2 attests; the key is of 2 of 3.
const sample = sampleCluster({ attesting: ['node-2'] });
const treasury = sampleKey(sample, 'frost-ed25519');
const key = verifyKey(treasury.view, sample.cluster);
const client = clientOf('http://127.0.0.1:1', { cluster: sample.cluster });
const intent = { kind: 'message', value: { text: 'hello' } } as const;
const built = (cosigners: readonly string[] = []) => client.buildRequest({ key, intent, cosigners });

function attestation(
  { signed, prepared }: ReturnType<typeof built>,
  changes: Partial<AttestationStatement> = {},
): string {
  const { cluster, key: id } = signed.request;
  const about = {
    cluster,
    node: 'node-2',
    key: id,
    epoch: 1,
    purpose: 'ready',
    subject: requestHash(signed.request),
  } as const;
  const fresh = { policyHash: new Uint8Array(32), nonce: new Uint8Array(32).fill(1) };
  const facts = { ...about, contents: messagesHash(prepared.messages), ...fresh, ...changes };
  return toBase64(encodeCbor(signedAttestationCodec, sampleAttestation(facts)));
}

function verify(request: ReturnType<typeof built>, attestations: readonly string[], signers = ['node-1', 'node-2']) {
  const signatures = treasury.sign(request.prepared.messages).map(toHex);
  const view = viewOf(request.signed, { state: 'signed', signatures, signers, attestations: [...attestations] });
  return verifySignatures(view, request.signed, key);
}

test('what the module of a signer attested is verified here', () => {
  const request = built();
  const { attestations } = verify(request, [attestation(request)]);
  expect(attestations.map(({ statement }) => statement.node)).toEqual(['node-2']);
  expect(verify(request, [], ['node-1', 'node-3']).attestations).toEqual([]);
});

test('an answer without it is refused where that node signed, or was to', () => {
  expect(() => verify(built(), [])).toThrow('it gives no attestation by the module of node-2');
  expect(() => verify(built(['node-2']), [], ['node-1', 'node-3'])).toThrow('by the module of node-2');
});

test.each<[string, Partial<AttestationStatement>, string]>([
  ['another request', { subject: new Uint8Array(32) }, 'is about something else'],
  ['other messages', { contents: new Uint8Array(32) }, 'is about something else'],
  ['another key', { key: new Uint8Array(32) }, 'is about something else'],
  ['another epoch', { epoch: 2 }, 'is about something else'],
  ['a stored share', { purpose: 'stored' }, 'is about something else'],
  ['a node without a module', { node: 'node-1' }, 'in the name of node-1, for which no key is pinned'],
])('an attestation of %s is refused', (_, changes, sentence) => {
  const request = built();
  expect(() => verify(request, [attestation(request), attestation(request, changes)])).toThrow(sentence);
});

test('an attestation changed on its way is refused', () => {
  const request = built();
  const bytes = Buffer.from(attestation(request), 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(() => verify(request, [bytes.toString('base64')])).toThrow('not by the key that the cluster file pins');
});

test('a key whose party did not have its acknowledgement attested is refused', () => {
  const { view } = sampleKey({ ...sample, cluster: { ...sample.cluster, nodes: unpinned() } }, 'frost-ed25519');
  expect(() => verifyKey({ ...treasury.view, acknowledgements: view.acknowledgements }, sample.cluster)).toThrow(
    'node-2 gives no attestation of its module',
  );
});

test('a request names its cosigners once, in order; who cannot cosign is refused before anything is sent', () => {
  expect(built(['node-3', 'node-1', 'node-3']).signed.request.cosigners).toEqual(['node-1', 'node-3']);
  expect(() => built(['hsm-1'])).toThrow('hsm-1 is to cosign and holds no share of key treasury');
  expect(fromHex(key.id)).toEqual(built().signed.request.key);
});

function unpinned() {
  return sample.cluster.nodes.map(({ attestation: _, ...node }) => node);
}
