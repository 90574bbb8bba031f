import { ciphersuite, publicKeyOf, SCHEMES } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { sampleCluster } from './sampleCluster.ts';
import { sampleKey } from './sampleKey.ts';

test.each(SCHEMES)('a sample key of %s signs', (scheme) => {
  const key = sampleKey(sampleCluster(), scheme);
  const message = new Uint8Array(32).fill(1);
  const [signature] = key.sign([message]);
  if (!signature) throw new Error('no signature');
  expect(ciphersuite(scheme).verify(signature, message, publicKeyOf(key.certificate))).toBe(true);
});
