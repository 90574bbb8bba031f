import { certificateCodec, type KeyCertificate, partyIndex, publicKeyOf } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import type { SignedOrder } from '../order/createKeyOrder.ts';
import { encodeSignedOrder, signOrder } from '../order/signedOrder.ts';
import { fromBase64 } from '../schema/encoding.ts';
import { sampleCluster, signedByAll } from '../testing/sampleCluster.ts';
import { sampleKey } from '../testing/sampleKey.ts';
import { verifyCertifiedKey } from './verifyCertifiedKey.ts';
import { verifyStored } from './verifyStored.ts';

const sample = sampleCluster({ admins: 2, threshold: 2 });
const { cluster, secret } = sample;
const treasury = sampleKey(sample, 'frost-secp256k1-tr');
const other = sampleKey(sample, 'frost-secp256k1-tr', 'other');
const { certificate, signedOrder } = treasury;
const encode = (changed: KeyCertificate) => encodeCbor(certificateCodec, changed);
const withStatement = (changes: Partial<KeyCertificate['statement']>) =>
  encode({ ...certificate, statement: { ...certificate.statement, ...changes } });

function verify(changes: { order?: SignedOrder; certificate?: Uint8Array } = {}, against = cluster) {
  const order = encodeSignedOrder(changes.order ?? signedOrder);
  return verifyCertifiedKey({ order, certificate: changes.certificate ?? encode(certificate) }, against);
}

test('a key that admins ordered and all parties certified is what its certificate says', () => {
  const key = verify();
  expect(key).toMatchObject({ id: treasury.view.key, name: 'treasury', structure: signedOrder.order.structure });
  expect(key.context).toMatchObject({ scheme: 'frost-secp256k1-tr', publicKey: publicKeyOf(certificate) });
  expect([...key.identities.keys()]).toEqual([1, 2, 3]);
});

test.each<[string, () => unknown, string]>([
  ['the certificate of another key', () => verify({ certificate: encode(other.certificate) }), 'is of another key'],
  [
    'a group key of somebody else',
    () => verify({ certificate: withStatement({ groupKey: other.certificate.statement.groupKey }) }),
    'the signature of party 1 does not verify',
  ],
  [
    'a certificate that one party did not sign',
    () => verify({ certificate: encode({ ...certificate, signatures: certificate.signatures.slice(1) }) }),
    'the signature of each of its parties',
  ],
  [
    'other quorums than were ordered',
    () =>
      verify({ certificate: withStatement({ structure: { ...certificate.statement.structure, lossAccepted: true } }) }),
    'other parties or quorums',
  ],
  ['another order', () => verify({ certificate: withStatement({ orderHash: new Uint8Array(32) }) }), 'another order'],
  [
    'another cluster’s certificate',
    () => verify({ certificate: withStatement({ cluster: new Uint8Array(32) }) }),
    'is of another cluster',
  ],
  [
    'too few admins',
    () => verify({ order: { ...signedOrder, signatures: signedOrder.signatures.slice(1) } }),
    '1 of the 2 admin signatures',
  ],
  [
    'an order that no admin signed',
    () => verify({ order: signOrder({ order: signedOrder.order, signatures: [] }, 'admin-1', secret('node-1')) }),
    "not admin admin-1's",
  ],
  [
    'a cluster file of another cluster',
    () => verify({}, signedByAll({ ...cluster, id: '11'.repeat(32) })),
    'another cluster',
  ],
  ['a party that left the cluster', () => verify({}, { ...cluster, nodes: cluster.nodes.slice(1) }), 'no node node-1'],
  ['bytes that are no certificate', () => verify({ certificate: Uint8Array.of(1) }), 'certificate'],
])('%s is refused', (_, act, sentence) => {
  expect(act).toThrow(sentence);
  expect(act).toThrow(expect.objectContaining({ name: 'RequestRejected' }));
});

test('identities are those of the given file, not those that signed', () => {
  const [a, b, c] = cluster.nodes;
  if (!a || !b || !c) throw new Error('three nodes');
  const swapped = { ...cluster, nodes: [{ ...a, identity: b.identity }, { ...b, identity: a.identity }, c] };
  expect(() => verify({}, swapped)).toThrow('the signature of party 1 does not verify');
});

test('an acknowledgement tells whose share it proves', () => {
  const key = verify();
  const parties = treasury.view.acknowledgements.map((one) => verifyStored(key, fromBase64(one)));
  expect(parties).toEqual([1, 2, 3].map(partyIndex));
});

test('an acknowledgement of another key, or of nothing, proves nothing', () => {
  const key = verify();
  const bad = (sentence: string) => expect.objectContaining({ code: 'bad-acknowledgement', message: sentence });
  expect(() => verifyStored(key, fromBase64(other.view.acknowledgements[1] ?? ''))).toThrow(
    bad('the acknowledgement of node-2 does not prove that it stores its share of treasury'),
  );
  expect(() => verifyStored(key, Uint8Array.of(1))).toThrow(expect.objectContaining({ code: 'bad-acknowledgement' }));
});
