import { expect, test } from 'vitest';
import { keygenResults, simulateKeygen, structureOf } from '../testing/index.ts';
import { DecodeError, encodeCbor } from '../wire/codec.ts';
import { certificateCodec } from './certificate.ts';
import { CertificateCache } from './certificateCache.ts';
import { publicKeyPackage } from './publicKeyPackage.ts';

const encoded = ['a', 'b', 'c'].map((seed) => {
  const [result] = keygenResults(simulateKeygen(structureOf('frost-ed25519', [2, [1, 2, 3]]), seed)).values();
  if (!result) throw new Error('no key');
  return encodeCbor(certificateCodec, result.certificate);
});
const [a = Uint8Array.of(), b = Uint8Array.of(), c = Uint8Array.of()] = encoded;

test('the same bytes give the same certificate, and so the same decoded package', () => {
  const cache = new CertificateCache(2);
  const first = cache.decode(a);
  expect(encodeCbor(certificateCodec, first)).toEqual(a);
  expect(cache.decode(a.slice())).toBe(first);
  expect(publicKeyPackage(cache.decode(a).statement)).toBe(publicKeyPackage(first.statement));
});

test('it forgets what was used the longest time ago', () => {
  const cache = new CertificateCache(2);
  const [ofA, ofB] = [cache.decode(a), cache.decode(b)];
  expect(cache.decode(a)).toBe(ofA);
  cache.decode(c);
  expect(cache.decode(a)).toBe(ofA);
  expect(cache.decode(b)).not.toBe(ofB);
});

test('bytes that are no certificate are refused, and not kept', () => {
  const cache = new CertificateCache(1);
  const ofA = cache.decode(a);
  expect(() => cache.decode(a.with(5, (a[5] ?? 0) ^ 1))).not.toThrow();
  expect(() => cache.decode(a.subarray(1))).toThrow(DecodeError);
  expect(() => cache.decode(Uint8Array.of())).toThrow(DecodeError);
  expect(cache.decode(a)).not.toBe(ofA);
  expect(() => new CertificateCache(0)).toThrow(RangeError);
});
