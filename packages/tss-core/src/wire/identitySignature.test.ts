import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identityRecoveryId } from './identitySignature.ts';

// noble's own verification is the other opinion: both must accept exactly the same.

const { Point } = secp256k1;
const n = Point.Fn.ORDER;
const number = (value: bigint) => Point.Fn.toBytes(value);
const digest = new Uint8Array(32).fill(3);
const keys = [1, 2].map((byte) => secp256k1.keygen(new Uint8Array(48).fill(byte)));
const [key] = keys;
if (!key) throw new Error('no key');

/** What noble makes of it: the recovery id under which the identity is recovered, if it verifies at all. */
function byNoble(signature: Uint8Array, hash: Uint8Array, identity: Uint8Array): number | undefined {
  if (!secp256k1.verify(signature, hash, identity, { prehash: false, lowS: true })) return undefined;
  return [0, 1, 2, 3].find((id) => {
    try {
      const recoverable = concatBytes(Uint8Array.of(id), signature);
      return Buffer.compare(secp256k1.recoverPublicKey(recoverable, hash, { prehash: false }), identity) === 0;
    } catch {
      return false;
    }
  });
}

test('agrees with noble on signatures, whole and damaged', () => {
  const damage = fc.record({ at: fc.nat(128), to: fc.integer({ min: 1, max: 255 }) });
  const anything = fc.record({
    digest: fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.constantFrom(new Uint8Array(32), number(n - 1n), new Uint8Array(32).fill(255)),
    ),
    signer: fc.nat(1),
    damage: fc.option(damage),
  });
  const seen = new Set<number | undefined>();
  fc.assert(
    fc.property(anything, ({ digest: hash, signer, damage: done }) => {
      const { secretKey, publicKey } = keys[signer] ?? key;
      const whole = concatBytes(secp256k1.sign(hash, secretKey, { prehash: false, lowS: true }), hash, publicKey);
      if (done) whole[done.at] = (whole[done.at] ?? 0) ^ done.to;
      const [signature, changed, identity] = [whole.subarray(0, 64), whole.subarray(64, 96), whole.subarray(96)];
      const verdict = identityRecoveryId(signature, changed, identity);
      expect(verdict).toBe(byNoble(signature, changed, identity));
      if (!done) seen.add(verdict);
    }),
    { numRuns: 150 },
  );
  expect([...seen].toSorted()).toEqual([0, 1]);
});

const { r, s } = secp256k1.Signature.fromBytes(
  secp256k1.sign(digest, key.secretKey, { prehash: false, lowS: true }),
  'compact',
);
test.each([
  ['high s', concatBytes(number(r), number(n - s)), digest, key.publicKey],
  ['r = 0', concatBytes(number(0n), number(s)), digest, key.publicKey],
  ['s = 0', concatBytes(number(r), number(0n)), digest, key.publicKey],
  ['r = n', concatBytes(number(n - 1n).with(31, (number(n - 1n)[31] ?? 0) + 1), number(s)), digest, key.publicKey],
  ['another key', concatBytes(number(r), number(s)), digest, keys[1]?.publicKey ?? digest],
  ['no point', concatBytes(number(r), number(s)), digest, key.publicKey.with(0, 5)],
  ['no key at all', concatBytes(number(r), number(s)), digest, new Uint8Array(33)],
  ['an uncompressed key', concatBytes(number(r), number(s)), digest, Point.fromBytes(key.publicKey).toBytes(false)],
  ['a short signature', concatBytes(number(r), number(s)).subarray(1), digest, key.publicKey],
  ['a long digest', concatBytes(number(r), number(s)), new Uint8Array(33), key.publicKey],
])('attack 17: %s is refused', (_, signature, hash, identity) => {
  expect(identityRecoveryId(signature, hash, identity)).toBe(undefined);
});

test('an x beyond the order is told by the recovery id, as noble tells it', () => {
  // R with x ≥ n is met once in 2^128 signatures; a key under which a given R holds is computed backwards.
  const x = [...Array(64).keys()].map((i) => n + BigInt(i)).find((one) => isOnCurve(one)) ?? 0n;
  const R = Point.fromBytes(concatBytes(Uint8Array.of(3), Point.Fp.toBytes(x)));
  const small = x - n;
  const inverse = Point.Fn.inv(small);
  const m = Point.Fn.create(BigInt(`0x${Buffer.from(digest).toString('hex')}`));
  const key = R.multiply(5n).subtract(Point.BASE.multiply(m)).multiply(inverse);
  const signature = concatBytes(number(small), number(5n));
  expect(identityRecoveryId(signature, digest, key.toBytes())).toBe(3);
  expect(byNoble(signature, digest, key.toBytes())).toBe(3);
});

function isOnCurve(x: bigint): boolean {
  try {
    Point.fromBytes(concatBytes(Uint8Array.of(3), Point.Fp.toBytes(x)));
    return x > n;
  } catch {
    return false;
  }
}
