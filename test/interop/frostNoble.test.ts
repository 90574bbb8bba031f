import type { FROST, FrostPublic, FrostSecret, NonceCommitments } from '@noble/curves/abstract/frost.js';
import { ed448_FROST } from '@noble/curves/ed448.js';
import { ed25519_FROST, ristretto255_FROST } from '@noble/curves/ed25519.js';
import { p256_FROST } from '@noble/curves/nist.js';
import { schnorr_FROST, secp256k1_FROST } from '@noble/curves/secp256k1.js';
import { ciphersuite, type Element, type FrostSchemeId, type PartyIndex, partyIndex, SCHEMES } from '@quorate/tss-core';
import {
  additiveVerifyingShare,
  aggregate,
  evaluateCommitments,
  sumCommitments,
  verifyShare,
} from '@quorate/tss-core/frost';
import { seededRandom } from '@quorate/tss-core/testing';
import { describe, expect, test } from 'vitest';
import { dealtKey, type FrostKey, ourSigner, packageOf, untweakedKey, type WireCommitments } from './ourFrostSigner.ts';

/*
 * One signing set, some of whose signers are @noble/curves' own FROST and the others ours, with each side as aggregator:
 * every byte that either sends is read by the other.
 */

const NOBLE: { readonly [id in FrostSchemeId]: FROST } = {
  'frost-ed25519': ed25519_FROST,
  'frost-ed448': ed448_FROST,
  'frost-p256': p256_FROST,
  'frost-ristretto255': ristretto255_FROST,
  'frost-secp256k1': secp256k1_FROST,
  'frost-secp256k1-tr': schnorr_FROST,
};

/** A key as both sides know it. */
interface SharedKey extends FrostKey {
  readonly public: FrostPublic;
}

interface Signed {
  readonly index: PartyIndex;
  readonly z: Uint8Array;
}

/** noble's types want byte arrays with a buffer of their own. */
const own = (bytes: Uint8Array) => Uint8Array.from(bytes);

const MESSAGE = new TextEncoder().encode('signed by both');
const SETS: readonly (readonly [threshold: number, size: number, signers: readonly number[]])[] = [
  [2, 3, [1, 2]],
  [2, 3, [3, 1]],
  [3, 5, [5, 2, 4]],
];

describe.each(SCHEMES)('%s', (scheme) => {
  const suite = ciphersuite(scheme);
  const noble = NOBLE[scheme];
  const { group } = suite;
  const random = seededRandom(`interop ${scheme}`);
  const nobleRandom = (length = 32) => own(random(length));
  const idOf = (index: number) => noble.Identifier.fromNumber(index);
  const encode = (point: Element) => own(group.encodeElement(point));
  const element = (encoded: Uint8Array) => group.decodeElement(encoded);
  const members = (size: number) => Array.from({ length: size }, (_, i) => partyIndex(i + 1));

  function dealtByUs(threshold: number, size: number): SharedKey {
    const key = dealtKey(suite, threshold, members(size), random);
    const verifyingShares = members(size).map((index) => {
      return [idOf(index), encode(evaluateCommitments(group, key.vector, index))] as const;
    });
    const commitments = key.vector.map(encode);
    return {
      ...key,
      public: {
        signers: { min: threshold, max: size },
        commitments,
        verifyingShares: Object.fromEntries(verifyingShares),
      },
    };
  }

  function dealtByNoble(threshold: number, size: number): SharedKey {
    const dealt = noble.trustedDealer({ min: threshold, max: size });
    const shares = members(size).map((index) => {
      const secret = dealt.secretShares[idOf(index)]?.signingShare ?? Uint8Array.of();
      return [index, group.decodeScalar(secret)] as const;
    });
    return { vector: dealt.public.commitments.map(element), shares: new Map(shares), public: dealt.public };
  }

  function nobleList(list: readonly WireCommitments[]): NonceCommitments[] {
    return list.map(({ index, hiding, binding }) => {
      return { identifier: idOf(index), hiding: own(hiding), binding: own(binding) };
    });
  }

  function nobleSigner(key: SharedKey, index: PartyIndex) {
    const signingShare = own(group.encodeScalar(key.shares.get(index) ?? 0n));
    const secret: FrostSecret = { identifier: idOf(index), signingShare };
    const { nonces, commitments } = noble.commit(secret, nobleRandom);
    const { hiding, binding } = commitments;
    return {
      commitments: { index, hiding, binding },
      sign: (list: readonly WireCommitments[], message: Uint8Array) =>
        noble.signShare(secret, key.public, nonces, nobleList(list), message),
    };
  }

  /** Every second signer is noble's, starting with the first or with the second. */
  async function signTogether(key: SharedKey, set: readonly PartyIndex[], first: 'ours' | 'noble') {
    const signers = set.map((index, i) =>
      (i % 2 === 0) === (first === 'ours') ? ourSigner(suite, key, index, set, random) : nobleSigner(key, index),
    );
    const list = signers.map(({ commitments }) => commitments);
    const shares: Signed[] = [];
    for (const { commitments, sign } of signers) {
      shares.push({ index: commitments.index, z: await sign(list, MESSAGE) });
    }
    return { list, shares };
  }

  describe.each([
    ['us', dealtByUs],
    ['noble', dealtByNoble],
  ] as const)('a key dealt by %s', (_, deal) => {
    test.each(SETS)(
      '%i of %i by %j: both aggregators make the same signature, and both verify it',
      async (t, n, signers) => {
        const key = deal(t, n);
        const set = signers.map(partyIndex);
        for (const first of ['ours', 'noble'] as const) {
          const { list, shares } = await signTogether(key, set, first);
          const byNoble = noble.aggregate(key.public, nobleList(list), MESSAGE, bySigner(shares));
          const byUs = aggregate(
            packageOf(suite, key, list, MESSAGE),
            shares.map(({ z }) => group.decodeScalar(z)),
          );
          expect(byUs).toEqual(byNoble);
          const { publicKey } = untweakedKey(suite, key);
          expect(suite.verify(byNoble, MESSAGE, publicKey)).toBe(true);
          expect(noble.verify(byUs, MESSAGE, publicKey)).toBe(true);
        }
      },
    );

    test('every share is true for both, and a false one is false for both', async () => {
      const key = deal(2, 3);
      const set = [partyIndex(1), partyIndex(3)];
      const { list, shares } = await signTogether(key, set, 'noble');
      const signing = packageOf(suite, key, list, MESSAGE);
      for (const { index, z } of shares) {
        const W = additiveVerifyingShare(group, [set], index, [key.vector]);
        const scalar = group.decodeScalar(z);
        const spoiled = group.reduce(scalar + 1n);
        const verdicts = [scalar, spoiled].map((candidate) => [
          verifyShare(signing, index, W, candidate),
          noble.verifyShare(key.public, nobleList(list), MESSAGE, idOf(index), group.encodeScalar(candidate)),
        ]);
        expect(verdicts).toEqual([
          [true, true],
          [false, false],
        ]);
      }
    });
  });

  function bySigner(shares: readonly Signed[]): Record<string, Uint8Array> {
    return Object.fromEntries(shares.map(({ index, z }) => [idOf(index), z]));
  }

  test("the key that noble's distributed keygen ends with is the one that our sums of its dealings make", () => {
    const signers = { min: 2, max: 3 };
    const dealers = members(3).map((index) => noble.DKG.round1(idOf(index), signers, undefined, nobleRandom));
    const others = (i: number) => dealers.filter((_, j) => j !== i).map((dealer) => dealer.public);
    const dealt = dealers.map((dealer, i) => noble.DKG.round2(dealer.secret, others(i)));
    const vectors = dealers.map((dealer) => dealer.public.commitment.map(element));
    const [X = group.identity] = sumCommitments(group, vectors);
    const [first] = dealers;
    const mine = dealt.slice(1).flatMap((round2) => round2[idOf(1)] ?? []);
    if (!first) throw new Error('no dealer');
    const finished = noble.DKG.round3(first.secret, others(0), mine);
    const [groupKey = Uint8Array.of()] = finished.public.commitments;
    // noble tweaks a taproot key at the end of its keygen as BIP-86 asks for, we when we sign.
    const { publicKey } = suite.signingKey(X);
    expect(groupKey.slice(-publicKey.length)).toEqual(publicKey);
  });
});
