import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../testing/seededRandom.ts';
import { frostSecp256k1Taproot, untweakedSigningKey } from './secp256k1Taproot.ts';

const { group, verify, signingKey } = frostSecp256k1Taproot;
const p = secp256k1.Point.Fp.ORDER;
const message = new TextEncoder().encode('sighash');
const scalar = fc.bigInt({ min: 1n, max: group.order - 1n });

function compressed(prefix: number, x: bigint): Uint8Array {
  return concatBytes(Uint8Array.of(prefix), numberToBytesBE(x, 32));
}

describe('attack 16: elements', () => {
  const x = secp256k1.Point.BASE.x;

  test('only the compressed form with prefix 2 or 3 is accepted', () => {
    expect(group.decodeElement(compressed(2, x)).equals(group.generator)).toBe(true);
    expect(group.decodeElement(compressed(3, x)).equals(group.generator.negate())).toBe(true);
    for (const prefix of [0, 1, 4, 5, 6, 7, 255]) expect(() => group.decodeElement(compressed(prefix, x))).toThrow();
    expect(() => group.decodeElement(secp256k1.Point.BASE.toBytes(false))).toThrow(/33 bytes/);
  });

  test('the identity is refused in every form', () => {
    expect(() => group.decodeElement(Uint8Array.of(0))).toThrow(/33 bytes/);
    expect(() => group.decodeElement(new Uint8Array(33))).toThrow();
    expect(() => group.decodeElement(compressed(2, 0n))).toThrow();
    expect(() => group.encodeElement(group.identity)).toThrow(/identity/);
  });

  test('an x at or above the field order, or of no point, is refused', () => {
    expect(() => group.decodeElement(compressed(2, p))).toThrow();
    // x = 1 is on the curve, so p + 1 would be a second encoding of it.
    expect(() => group.decodeElement(compressed(2, 1n))).not.toThrow();
    expect(() => group.decodeElement(compressed(2, p + 1n))).toThrow();
    expect(() => group.decodeElement(compressed(2, 5n))).toThrow();
  });

  test('whatever decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 3), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (prefix, candidate) => {
        let element: ReturnType<typeof group.decodeElement>;
        try {
          element = group.decodeElement(compressed(prefix, candidate));
        } catch {
          return;
        }
        expect(group.encodeElement(element)).toEqual(compressed(prefix, candidate));
      }),
      { numRuns: 200 },
    );
  });
});

describe('attack 22: parity at every tweak, BIP-86 output keys', () => {
  const seen = new Set<string>();

  test('sign·x + tweak is the secret of the even output key, for every combination of parities', () => {
    fc.assert(
      fc.property(scalar, (x) => {
        const X = group.generator.multiply(x);
        const { outputKey, publicKey, sign, tweak } = signingKey(X);
        const secret = group.reduce(sign * x + tweak);
        expect(group.generator.multiply(secret).equals(outputKey)).toBe(true);
        expect(group.encodeElement(outputKey)).toEqual(concatBytes(Uint8Array.of(2), publicKey));
        // Independently: BIP-341's taproot_tweak_seckey with an empty script tree.
        expect(publicKey).toEqual(schnorr.getPublicKey(numberToBytesBE(taprootSecret(x), 32)));
        seen.add(`${group.encodeElement(X)[0]} ${sign}`);
      }),
      { numRuns: 60 },
    );
    expect(seen.size).toBe(4);
  });

  /** BIP-341, taproot_tweak_seckey(seckey0, h = ''), written from its text. */
  function taprootSecret(x: bigint): bigint {
    const P = secp256k1.Point.BASE.multiply(x);
    const even = P.y % 2n === 0n ? x : group.order - x;
    const tweak = bytesToNumberBE(schnorr.utils.taggedHash('TapTweak', numberToBytesBE(P.x, 32)));
    return (even + tweak) % group.order;
  }

  test('X and −X have the same output key: the parity of the internal key is not part of an address', () => {
    const X = group.generator.multiply(group.randomScalar(seededRandom('parity')));
    const [one, other] = [signingKey(X), signingKey(X.negate())];
    expect(one.publicKey).toEqual(other.publicKey);
    expect([one.sign, one.tweak]).toEqual([-other.sign, other.tweak]);
  });

  test('the output key is never the internal key', () => {
    const X = group.generator.multiply(group.randomScalar(seededRandom('internal')));
    expect(signingKey(X).publicKey).not.toEqual(untweakedSigningKey(X).publicKey);
  });

  test('the untweaked key is X with even y', () => {
    fc.assert(
      fc.property(scalar, (x) => {
        const { outputKey, publicKey, sign, tweak } = untweakedSigningKey(group.generator.multiply(x));
        expect(group.generator.multiply(group.reduce(sign * x)).equals(outputKey)).toBe(true);
        expect(publicKey).toEqual(schnorr.getPublicKey(numberToBytesBE(x, 32)));
        expect(tweak).toBe(0n);
      }),
      { numRuns: 20 },
    );
  });
});

describe('BIP-340 verification', () => {
  const secret = numberToBytesBE(7n, 32);
  const publicKey = schnorr.getPublicKey(secret);
  const good = schnorr.sign(message, secret, new Uint8Array(32));

  test('an honest signature verifies, for messages of any length', () => {
    expect(verify(good, message, publicKey)).toBe(true);
    const empty = schnorr.sign(Uint8Array.of(), secret, new Uint8Array(32));
    expect(verify(empty, Uint8Array.of(), publicKey)).toBe(true);
    expect(verify(good, Uint8Array.of(), publicKey)).toBe(false);
  });

  test('attack 17: s = 0, s = n and s + n are refused', () => {
    const s = bytesToNumberBE(good.subarray(32));
    for (const other of [0n, group.order, (s + group.order) % 2n ** 256n]) {
      expect(verify(concatBytes(good.subarray(0, 32), numberToBytesBE(other, 32)), message, publicKey)).toBe(false);
    }
  });

  test('attack 17: r = 0, r = p and an R with odd y are refused', () => {
    for (const r of [0n, p]) {
      expect(verify(concatBytes(numberToBytesBE(r, 32), good.subarray(32)), message, publicKey)).toBe(false);
    }
    const k = 1n;
    const R = secp256k1.Point.BASE.multiply(k);
    // y of 1·G is even, so of −1·G odd: a signature with k = −1 satisfies the equation but not the parity.
    const x = numberToBytesBE(R.x, 32);
    const c = frostSecp256k1Taproot.H2(concatBytes(x, publicKey, message));
    const signer = untweakedSigningKey(group.generator.multiply(7n));
    const z = (nonce: bigint) => numberToBytesBE(group.reduce(nonce + c * signer.sign * 7n), 32);
    expect(verify(concatBytes(x, z(k)), message, publicKey)).toBe(true);
    expect(verify(concatBytes(x, z(-k)), message, publicKey)).toBe(false);
  });

  test('lengths other than 64 and 32 are refused', () => {
    expect(verify(good.subarray(0, 63), message, publicKey)).toBe(false);
    expect(verify(good, message, concatBytes(Uint8Array.of(2), publicKey))).toBe(false);
    expect(verify(good, message, publicKey.subarray(1))).toBe(false);
  });

  test('agrees with noble on honest and on bit-flipped signatures', () => {
    const bit = fc.option(fc.integer({ min: 0, max: 511 }), { nil: undefined });
    fc.assert(
      fc.property(scalar, fc.uint8Array(), bit, (x, text, flip) => {
        const key = schnorr.getPublicKey(numberToBytesBE(x, 32));
        const signed = schnorr.sign(text, numberToBytesBE(x, 32), new Uint8Array(32));
        if (flip !== undefined) signed[flip >> 3] = (signed[flip >> 3] ?? 0) ^ (1 << (flip & 7));
        expect(verify(signed, text, key)).toBe(schnorr.verify(signed, text, key));
        expect(verify(signed, text, key)).toBe(flip === undefined);
      }),
      { numRuns: 40 },
    );
  });
});
