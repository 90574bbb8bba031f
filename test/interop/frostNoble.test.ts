import type { FROST, FrostPublic, FrostSecret, NonceCommitments, Nonces } from '@noble/curves/abstract/frost.js';
import { ed448_FROST } from '@noble/curves/ed448.js';
import { ed25519_FROST, ristretto255_FROST } from '@noble/curves/ed25519.js';
import { p256_FROST } from '@noble/curves/nist.js';
import { schnorr_FROST, secp256k1_FROST } from '@noble/curves/secp256k1.js';
import {
  additiveShare,
  additiveVerifyingShare,
  aggregate,
  type CommitmentVector,
  ciphersuite,
  type Element,
  evaluateCommitments,
  type FrostSchemeId,
  generateNonces,
  type NonceCommitment,
  type PartyIndex,
  partyIndex,
  randomPolynomial,
  SCHEMES,
  type SigningPackage,
  signingPackage,
  signShare,
  sumCommitments,
  untweakedSigningKey,
  verifyShare,
} from '@quorate/tss-core';
import { seededRandom } from '@quorate/tss-core/testing';
import { describe, expect, test } from 'vitest';

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

/** A t-of-n key as both sides know it. */
interface SharedKey {
  readonly vector: CommitmentVector;
  readonly shares: ReadonlyMap<PartyIndex, bigint>;
  readonly public: FrostPublic;
}

interface Signer {
  readonly index: PartyIndex;
  /** Encoded, as it goes over the wire. */
  readonly commitments: NonceCommitments;
  /** @returns the encoded share z_i */
  sign(list: readonly NonceCommitments[], message: Uint8Array): Uint8Array;
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
  // Keys that a dealer makes have no taproot tweak in noble, and none here.
  const keyOf = scheme === 'frost-secp256k1-tr' ? untweakedSigningKey : suite.signingKey;
  const idOf = (index: number) => noble.Identifier.fromNumber(index);
  const nobleRandom = (length = 32) => own(random(length));
  const encode = (point: Element) => own(group.encodeElement(point));
  const element = (encoded: Uint8Array) => group.decodeElement(encoded);
  const members = (size: number) => Array.from({ length: size }, (_, i) => partyIndex(i + 1));

  function dealtByUs(threshold: number, size: number): SharedKey {
    const f = randomPolynomial(group, threshold, random);
    const vector = f.commit();
    const verifyingShares = members(size).map((index) => {
      return [idOf(index), encode(evaluateCommitments(group, vector, index))] as const;
    });
    return {
      vector,
      shares: f.evaluateAll(members(size)),
      public: {
        signers: { min: threshold, max: size },
        commitments: vector.map(encode),
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

  function decodeList(list: readonly NonceCommitments[]): ReadonlyMap<PartyIndex, NonceCommitment> {
    return new Map(
      list.map(({ identifier, hiding, binding }) => {
        const index = members(9).find((candidate) => idOf(candidate) === identifier);
        if (index === undefined) throw new Error(`no party has identifier ${identifier}`);
        return [index, { hiding: element(hiding), binding: element(binding) }];
      }),
    );
  }

  function packageOf(key: SharedKey, list: readonly NonceCommitments[], message: Uint8Array): SigningPackage {
    return signingPackage(suite, keyOf(key.vector[0] ?? group.identity), decodeList(list), message);
  }

  function ourSigner(key: SharedKey, index: PartyIndex, set: readonly PartyIndex[]): Signer {
    const share = additiveShare(group, [set], index, key.shares.get(index) ?? 0n);
    const nonces = generateNonces(suite, share, random);
    const { hiding, binding } = nonces.commitment;
    const commitments = {
      identifier: idOf(index),
      hiding: encode(hiding),
      binding: encode(binding),
    };
    return {
      index,
      commitments,
      sign: (list, message) => group.encodeScalar(signShare(packageOf(key, list, message), index, nonces, share)),
    };
  }

  function nobleSigner(key: SharedKey, index: PartyIndex): Signer {
    const signingShare = own(group.encodeScalar(key.shares.get(index) ?? 0n));
    const secret: FrostSecret = { identifier: idOf(index), signingShare };
    const { nonces, commitments }: { nonces: Nonces; commitments: NonceCommitments } = noble.commit(
      secret,
      nobleRandom,
    );
    return {
      index,
      commitments,
      sign: (list, message) => noble.signShare(secret, key.public, nonces, [...list], message),
    };
  }

  /** Every second signer is noble's, starting with the first or with the second. */
  function signTogether(key: SharedKey, set: readonly PartyIndex[], first: 'ours' | 'noble') {
    const signers = set.map((index, i) =>
      (i % 2 === 0) === (first === 'ours') ? ourSigner(key, index, set) : nobleSigner(key, index),
    );
    const list = signers.map(({ commitments }) => commitments);
    const shares = signers.map((signer) => ({ index: signer.index, z: signer.sign(list, MESSAGE) }));
    return { list, shares };
  }

  describe.each([
    ['us', dealtByUs],
    ['noble', dealtByNoble],
  ] as const)('a key dealt by %s', (_, deal) => {
    test.each(SETS)('%i of %i by %j: both aggregators make the same signature, and both verify it', (t, n, signers) => {
      const key = deal(t, n);
      const set = signers.map(partyIndex);
      for (const first of ['ours', 'noble'] as const) {
        const { list, shares } = signTogether(key, set, first);
        const byNoble = noble.aggregate(key.public, list, MESSAGE, bySigner(shares));
        const byUs = aggregate(
          packageOf(key, list, MESSAGE),
          shares.map(({ z }) => group.decodeScalar(z)),
        );
        expect(byUs).toEqual(byNoble);
        const { publicKey } = keyOf(key.vector[0] ?? group.identity);
        expect(suite.verify(byNoble, MESSAGE, publicKey)).toBe(true);
        expect(noble.verify(byUs, MESSAGE, publicKey)).toBe(true);
      }
    });

    test('every share is true for both, and a false one is false for both', () => {
      const key = deal(2, 3);
      const set = [partyIndex(1), partyIndex(3)];
      const { list, shares } = signTogether(key, set, 'noble');
      const signing = packageOf(key, list, MESSAGE);
      for (const { index, z } of shares) {
        const W = additiveVerifyingShare(group, [set], index, [key.vector]);
        const scalar = group.decodeScalar(z);
        const spoiled = group.reduce(scalar + 1n);
        const verdicts = [scalar, spoiled].map((candidate) => [
          verifyShare(signing, index, W, candidate),
          noble.verifyShare(key.public, list, MESSAGE, idOf(index), group.encodeScalar(candidate)),
        ]);
        expect(verdicts).toEqual([
          [true, true],
          [false, false],
        ]);
      }
    });
  });

  function bySigner(shares: readonly { index: PartyIndex; z: Uint8Array }[]): Record<string, Uint8Array> {
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
