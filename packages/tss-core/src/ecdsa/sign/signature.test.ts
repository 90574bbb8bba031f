import { numberToBytesBE } from '@noble/curves/utils.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { RequestRejected } from '../../errors.ts';
import type { Element } from '../../groups/ciphersuite.ts';
import { coordinateOf } from '../../groups/ecdsaHolds.ts';
import { ciphersuite } from '../../groups/index.ts';
import { type Assignment, ECDSA_SCHEMES, partyIndex } from '../../keys/structure.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import type { PresignatureStatement } from '../presign/statement.ts';
import { ecdsaKey, groupOf } from '../testing/simulateEcdsa.ts';
import { type SigningPackage, signingPackage } from './rerandomise.ts';
import { assembleSignature } from './signature.ts';
import { shareHolds, signatureShare } from './signatureShare.ts';

const [A, B] = [partyIndex(1), partyIndex(2)];
const ASSIGNMENT: Assignment = [[A, B]];
const MESSAGE = new Uint8Array(32).fill(3);

describe.each(ECDSA_SCHEMES)('%s, with everything in one hand', (scheme) => {
  const { group, ...suite } = ciphersuite(scheme);
  const random = seededRandom(scheme);
  const scalar = () => group.randomScalar(random);
  const point = (k: bigint) => group.encodeElement(group.generator.multiply(k));

  /** A presignature for a key x: γ in two shares of k̃ = 1/γ, and two of χ̃ = x/γ. */
  function scene(x: bigint, tweak: bigint, session: Uint8Array) {
    const key = groupOf(ecdsaKey(scheme, [[2, [1, 2, 3]]]), ASSIGNMENT);
    const groupKey = group.generator.multiply(x);
    const ours = { ...key, publicKey: { ...key.publicKey, groupKey } };
    const gamma = scalar();
    const inverse = group.invert(gamma);
    const [k, chi] = [scalar(), scalar()];
    const secrets = [
      { k, chi },
      { k: group.reduce(inverse - k), chi: group.reduce(x * inverse - chi) },
    ];
    const parts = secrets.map((secret, i) => ({
      party: partyIndex(i + 1),
      Delta: point(group.reduce(secret.k * gamma)),
      S: point(group.reduce(secret.chi * gamma)),
    }));
    const statement: PresignatureStatement = {
      ...key.key,
      session: new Uint8Array(32),
      auxGeneration: key.auxGeneration,
      assignment: ASSIGNMENT,
      Gamma: point(gamma),
      parts,
    };
    const signing = signingPackage(ours, statement, { session, index: 0, message: MESSAGE, tweak });
    const shares = secrets.map((secret) => signatureShare(ours, signing, secret));
    return { ours, statement, signing, shares, groupKey };
  }

  test('rule 17: shares add up to a signature under X + τ·G, and each is judged by its signer’s own part', () => {
    for (let i = 0; i < 6; i++) {
      const tweak = i % 2 === 0 ? 0n : scalar();
      const { ours, statement, signing, shares, groupKey } = scene(scalar(), tweak, random(32));
      const signature = assembleSignature(group, signing, shares);
      const key = groupKey.add(group.generator.multiplyUnsafe(tweak));
      expect(signature && suite.verifyUnder(key, signature, MESSAGE)).toBe(true);
      const [a = 0n, b = 0n] = shares;
      expect(shareHolds(ours, signing, statement, A, a) && shareHolds(ours, signing, statement, B, b)).toBe(true);
      expect(shareHolds(ours, signing, statement, A, b)).toBe(false);
      expect(shareHolds(ours, signing, statement, B, group.reduce(b + 1n))).toBe(false);
      expect(shareHolds(ours, signing, statement, partyIndex(3), a)).toBe(false);
    }
  });

  test('attack 32: s is always the low one, with the v that recovers the key', () => {
    const vs = new Set<number | undefined>();
    for (let i = 0; i < 12; i++) {
      const { signing, shares, groupKey } = scene(scalar(), 0n, random(32));
      const signature = assembleSignature(group, signing, shares);
      if (!signature) throw new Error('no signature');
      expect(group.decodeScalar(signature.subarray(32, 64)) <= group.order / 2n).toBe(true);
      expect(suite.verifyUnder(groupKey, signature, MESSAGE)).toBe(true);
      expect(suite.verifyUnder(groupKey, signature.with(64, (signature[64] ?? 0) ^ 1), MESSAGE)).toBe(false);
      const high = signature.slice();
      high.set(group.encodeScalar(group.order - group.decodeScalar(signature.subarray(32, 64))), 32);
      expect(suite.verifyUnder(groupKey, high.with(64, (high[64] ?? 0) ^ 1), MESSAGE)).toBe(false);
      vs.add(signature[64]);
    }
    expect([...vs].sort()).toEqual([0, 1]);
  });

  test('attack 32: an R whose x is not below the order has v from 2 on, and the key is recovered all the same', () => {
    const R = pointFrom(group.order + 1n);
    const { r, recovery } = coordinateOf(group.order, group.encodeElement(R));
    expect([r < 1n << 128n, recovery >> 1]).toEqual([true, 1]);
    const m = group.reduce(BigInt(`0x${bytesToHex(MESSAGE)}`));
    for (const s of [5n, group.order - 5n]) {
      // The key under which (r, s) holds: (s·R − m·G)/r.
      const signed = R.multiplyUnsafe(s).subtract(group.generator.multiplyUnsafe(m));
      const key = signed.multiplyUnsafe(group.invert(r));
      const signature = assembleSignature(group, { rho: 1n, R, r, m, tau: 0n, recovery }, [s - 1n, 1n]);
      if (!signature) throw new Error('no signature');
      expect(suite.verifyUnder(key, signature, MESSAGE)).toBe(true);
      expect(suite.verifyUnder(key, signature.with(64, (signature[64] ?? 0) & 1), MESSAGE)).toBe(false);
    }
  });

  /** The first point with a coordinate from x on. */
  function pointFrom(x: bigint): Element {
    for (let candidate = x; ; candidate++) {
      try {
        return group.decodeElement(Uint8Array.of(2, ...numberToBytesBE(candidate, 32)));
      } catch {
        // Half of all coordinates have no point.
      }
    }
  }

  test('attack 17: s = 0 is no signature', () => {
    const signing: SigningPackage = { rho: 1n, R: group.generator, r: 1n, m: 0n, tau: 0n, recovery: 0 };
    expect(assembleSignature(group, signing, [5n, group.order - 5n])).toBeUndefined();
  });

  test.each([
    ['short', 64],
    ['long', 66],
  ])('a signature too %s verifies under nothing', (_, length) => {
    expect(suite.verifyUnder(group.generator, new Uint8Array(length).fill(1), MESSAGE)).toBe(false);
  });

  test.each([
    ['of 31 bytes', new Uint8Array(31).fill(1)],
    ['of zero', new Uint8Array(32)],
    [
      'of the order, which is zero',
      group.order
        .toString(16)
        .match(/../g)
        ?.map((byte) => Number.parseInt(byte, 16)) ?? [],
    ],
  ])('a digest %s is not signed', (_, digest) => {
    const { ours, statement } = scene(scalar(), 0n, random(32));
    const request = { session: new Uint8Array(32), index: 0, message: Uint8Array.from(digest), tweak: 0n };
    expect(() => signingPackage(ours, statement, request)).toThrow(RequestRejected);
  });

  test('messages are digests: others verify under nothing', () => {
    const { signing, shares, groupKey } = scene(scalar(), 0n, random(32));
    const signature = assembleSignature(group, signing, shares) ?? new Uint8Array(0);
    expect(suite.verifyUnder(groupKey, signature, new Uint8Array(33))).toBe(false);
  });
});
