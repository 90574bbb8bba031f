import { concatBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { SCHEMES } from '../keys/structure.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { ciphersuite } from './index.ts';

const message = new TextEncoder().encode('pay');

describe.each(SCHEMES.filter((scheme) => scheme !== 'frost-secp256k1-tr'))('signatures of %s', (scheme) => {
  const suite = ciphersuite(scheme);
  const { group, verify } = suite;
  const random = seededRandom(scheme);
  const [x, k] = [group.randomScalar(random), group.randomScalar(random)];
  const X = group.generator.multiply(x);
  const R = group.generator.multiply(k);
  const { publicKey } = suite.signingKey(X);
  const z = group.reduce(k + suite.challenge(R, X, message) * x);
  const good = suite.encodeSignature(R, z);

  test('are R and z, and verify under the encoded key for this message alone', () => {
    expect(good).toHaveLength(suite.signatureLength);
    expect(publicKey).toEqual(group.encodeElement(X));
    expect(verify(good, message, publicKey)).toBe(true);
    expect(suite.verifyUnder(X, good, message)).toBe(true);
    expect(suite.verifyUnder(R, good, message)).toBe(false);
    expect(verify(good, message.subarray(1), publicKey)).toBe(false);
    expect(verify(good, message, group.encodeElement(R))).toBe(false);
  });

  test('are refused with another length, of signature or key', () => {
    expect(verify(good.subarray(1), message, publicKey)).toBe(false);
    expect(verify(good.subarray(0, -1), message, publicKey)).toBe(false);
    expect(verify(concatBytes(good, Uint8Array.of(0)), message, publicKey)).toBe(false);
    expect(verify(good, message, publicKey.subarray(1))).toBe(false);
    expect(verify(Uint8Array.of(), message, Uint8Array.of())).toBe(false);
  });

  test('attack 17: z = 0 and z at or above the order are refused', () => {
    // With z = 0 the equation holds for R = −c·X, which only the holder of x can arrange.
    const encodedR = group.encodeElement(R);
    const zeros = new Uint8Array(group.scalarLength);
    const ones = new Uint8Array(group.scalarLength).fill(255);
    expect(verify(concatBytes(encodedR, zeros), message, publicKey)).toBe(false);
    expect(verify(concatBytes(encodedR, ones), message, publicKey)).toBe(false);
  });

  test('attack 16: −R, and R of another nonce, are refused', () => {
    expect(verify(suite.encodeSignature(R.negate(), z), message, publicKey)).toBe(false);
    expect(verify(suite.encodeSignature(X, z), message, publicKey)).toBe(false);
  });

  test('the output key is the group key itself', () => {
    const { outputKey, sign, tweak } = suite.signingKey(X);
    expect(outputKey.equals(X)).toBe(true);
    expect([sign, tweak]).toEqual([1n, 0n]);
  });
});
