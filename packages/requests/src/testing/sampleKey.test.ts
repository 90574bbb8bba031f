import { ciphersuite, keyAt, publicKeyOf, SCHEMES } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { sampleCluster } from './sampleCluster.ts';
import { sampleKey } from './sampleKey.ts';

test.each([...SCHEMES, 'ecdsa-secp256k1', 'ecdsa-p256'] as const)('a sample key of %s signs', (scheme) => {
  const key = sampleKey(sampleCluster(), scheme);
  const message = new Uint8Array(32).fill(1);
  const [signature] = key.sign([message]);
  if (!signature) throw new Error('no signature');
  expect(ciphersuite(scheme).verify(signature, message, publicKeyOf(key.certificate))).toBe(true);
});

test('a sample key of ecdsa-secp256k1 signs for its children', () => {
  const key = sampleKey(sampleCluster(), 'ecdsa-secp256k1');
  const message = new Uint8Array(32).fill(1);
  const [signature] = key.sign([message], [0, 7]);
  if (!signature) throw new Error('no signature');
  const { verify } = ciphersuite('ecdsa-secp256k1');
  expect(verify(signature, message, keyAt(key.certificate.statement, [0, 7]).signingKey.publicKey)).toBe(true);
  expect(verify(signature, message, publicKeyOf(key.certificate))).toBe(false);
});
