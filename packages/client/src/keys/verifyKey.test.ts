import { encodeSignedOrder, fromBase64, type KeyView, keyIdOf, signOrder, toBase64, toHex } from '@quorate/requests';
import { sampleCluster, sampleKey } from '@quorate/requests/testing';
import { publicKeyOf } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { verifyKey } from './verifyKey.ts';

const sample = sampleCluster({ admins: 2, threshold: 2 });
const { cluster, secret } = sample;
const treasury = sampleKey(sample, 'frost-secp256k1-tr');
const other = sampleKey(sample, 'frost-secp256k1-tr', 'other');
const { view, certificate, signedOrder } = treasury;
const verify = (changes: Partial<KeyView>) => verifyKey({ ...view, ...changes }, cluster);

test('a key that all parties certified and stored is returned', () => {
  const key = verify({});
  expect(key).toMatchObject({ id: view.key, name: 'treasury' });
  expect(key.context.publicKey).toEqual(publicKeyOf(certificate));
});

test('a swapped certificate is refused', () => {
  expect(() => verify({ certificate: other.view.certificate })).toThrow('the certificate is of another key');
});

test('a whole other key under this name is refused', () => {
  expect(() => verifyKey({ ...other.view, name: 'treasury' }, cluster)).toThrow(
    'it calls the key treasury, its admins ordered other',
  );
  expect(() => verify({ key: other.view.key })).toThrow('the key id is not the one');
});

test('a missing acknowledgement is told by its node', () => {
  expect(() => verify({ acknowledgements: view.acknowledgements.slice(1) })).toThrow('node-1 has not acknowledged');
  expect(() => verify({ acknowledgements: [] })).toThrow('node-1 has not acknowledged');
});

test('an acknowledgement of another key does not count', () => {
  const [, ...rest] = view.acknowledgements;
  const swapped = [other.view.acknowledgements[0] ?? '', ...rest];
  expect(() => verify({ acknowledgements: swapped })).toThrow('the acknowledgement of node-1 does not prove');
});

test('an acknowledgement given twice is refused', () => {
  const [first = ''] = view.acknowledgements;
  expect(() => verify({ acknowledgements: [...view.acknowledgements, first] })).toThrow('some acknowledgements twice');
});

test('an order of the coordinator’s own is refused', () => {
  const order = { ...signedOrder.order, name: 'mine' };
  const forged = signOrder({ order, signatures: [] }, 'admin-1', secret('coordinator-1'));
  const changes = { name: 'mine', key: toHex(keyIdOf(order)), order: toBase64(encodeSignedOrder(forged)) };
  expect(() => verify(changes)).toThrow("not admin admin-1's");
});

test.each([
  ['bytes that are no certificate', { certificate: 'AAAA' }],
  ['bytes that are no order', { order: 'AAAA' }],
  ['bytes that are no acknowledgement', { acknowledgements: ['AAAA'] }],
  ['base64 that is not canonical', { certificate: 'QR==' }],
])('%s are refused', (_, changes) => {
  expect(() => verify(changes)).toThrow(expect.objectContaining({ name: 'RequestRejected' }));
});

test('any flipped bit of the certificate is found', () => {
  const bytes = fromBase64(view.certificate);
  for (let at = 0; at < bytes.length; at += 29) {
    const flipped = bytes.map((byte, i) => (i === at ? byte ^ 4 : byte));
    expect(() => verify({ certificate: toBase64(flipped) })).toThrow(
      expect.objectContaining({ name: 'RequestRejected' }),
    );
  }
});
