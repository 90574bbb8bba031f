import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import { ed448 } from '@noble/curves/ed448.js';
import { ed25519, ristretto255_FROST } from '@noble/curves/ed25519.js';
import { p256_FROST } from '@noble/curves/nist.js';
import { schnorr, secp256k1_FROST } from '@noble/curves/secp256k1.js';
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Assignment, type FrostSchemeId, partyIndex, SCHEMES } from '../keys/structure.ts';
import { additiveShare, additiveVerifyingShare } from '../sharing/additiveShares.ts';
import { assignmentFor, signersOf } from '../sharing/assignment.ts';
import { type DealtKey, dealKey } from '../testing/dealKey.ts';
import { structureOf } from '../testing/fixtures.ts';
import { randomBelow, seededRandom } from '../testing/seededRandom.ts';
import { aggregate } from './aggregate.ts';
import { generateNonces } from './nonces.ts';
import { signingPackage } from './signingPackage.ts';
import { signShare } from './signShare.ts';
import { verifyShare } from './verifyShare.ts';

/** Signs by calling the functions of RFC 9591 one after the other, all parties in one hand. */
function signTogether(dealt: DealtKey, assignment: Assignment, message: Uint8Array, seed: string) {
  const { suite, signingKey, commitments: vectors } = dealt.publicKey;
  const { group } = suite;
  const random = seededRandom(seed);
  const signers = signersOf(assignment).map((party) => {
    const share = group.decodeScalar(dealt.shares.get(party)?.secret ?? Uint8Array.of());
    const w = additiveShare(group, assignment, party, share);
    return { party, w, nonces: generateNonces(suite, w, random) };
  });
  const commitments = new Map(signers.map(({ party, nonces }) => [party, nonces.commitment]));
  const signing = signingPackage(suite, signingKey, commitments, message);
  const shares = signers.map(({ party, w, nonces }) => {
    const W = additiveVerifyingShare(group, assignment, party, vectors);
    return { party, W, z: signShare(signing, party, nonces, w) };
  });
  const signature = aggregate(
    signing,
    shares.map(({ z }) => z),
  );
  return { signing, shares, signature, signers };
}

/** Verifiers that are not ours. */
const outside: { readonly [id in FrostSchemeId]: (s: Uint8Array, m: Uint8Array, key: Uint8Array) => boolean } = {
  'frost-ed25519': (signature, message, key) => {
    const der = Buffer.from(concatBytes(hexToBytes('302a300506032b6570032100'), key));
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return nodeVerify(null, message, publicKey, signature) && ed25519.verify(signature, message, key);
  },
  'frost-ed448': (signature, message, key) => {
    const der = Buffer.from(concatBytes(hexToBytes('3043300506032b6571033a00'), key));
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return nodeVerify(null, message, publicKey, signature) && ed448.verify(signature, message, key);
  },
  'frost-p256': p256_FROST.verify,
  'frost-ristretto255': ristretto255_FROST.verify,
  'frost-secp256k1': secp256k1_FROST.verify,
  'frost-secp256k1-tr': (signature, message, key) => schnorr.verify(signature, message, key),
};

const quorumSizes = fc.array(
  fc.integer({ min: 1, max: 4 }).chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n))),
  { minLength: 1, maxLength: 3 },
);

describe.each(SCHEMES)('signing with %s', (scheme) => {
  const twoOfThree = dealKey(structureOf(scheme, [2, [1, 2, 3]]), seededRandom('key'));
  const assignment = [[1, 3].map(partyIndex)];
  const message = Uint8Array.of(1, 2, 3);

  test('any conjunction of quorums signs, and verifiers that are not ours agree', () => {
    const parities = new Set<string>();
    fc.assert(
      fc.property(quorumSizes, fc.string(), fc.uint8Array({ maxLength: 100 }), (sizes, seed, text) => {
        let next = 1;
        const random = seededRandom(seed);
        const structure = structureOf(
          scheme,
          // Indices with gaps, since parties leave.
          ...sizes.map(([threshold, n]) => {
            const members = Array.from({ length: n }, () => {
              next += 1 + randomBelow(random, 50);
              return next;
            });
            return [threshold, members] as const;
          }),
        );
        const dealt = dealKey(structure, random);
        const prefer = structure.parties.map(({ index }) => index).sort(() => randomBelow(random, 3) - 1);
        const all = new Set(structure.parties.map(({ index }) => index));
        const { signature, signing, shares } = signTogether(
          dealt,
          assignmentFor(structure, all, prefer) ?? [],
          text,
          seed,
        );
        const { suite, signingKey } = dealt.publicKey;
        expect(suite.verify(signature, text, signingKey.publicKey)).toBe(true);
        expect(outside[scheme](signature, text, signingKey.publicKey)).toBe(true);
        for (const { party, W, z } of shares) expect(verifyShare(signing, party, W, z)).toBe(true);
        parities.add(`${suite.mustNegate(signing.groupCommitment)} ${signingKey.sign}`);
      }),
      { numRuns: 40 },
    );
    // Attack 22: every combination of the parities of R and of the key occurred.
    expect(parities.size).toBe(scheme === 'frost-secp256k1-tr' ? 4 : 1);
  });

  test('attack 21: a changed share does not verify, nor does it for another party', () => {
    const { signing, shares } = signTogether(twoOfThree, assignment, message, 'false share');
    const { group } = signing.suite;
    const [one, three] = shares;
    if (!one || !three) throw new Error('two signers');
    expect(verifyShare(signing, one.party, one.W, group.reduce(one.z + 1n))).toBe(false);
    expect(verifyShare(signing, one.party, one.W, 0n)).toBe(false);
    expect(verifyShare(signing, three.party, three.W, one.z)).toBe(false);
    expect(verifyShare(signing, one.party, three.W, one.z)).toBe(false);
    const wrong = aggregate(signing, [group.reduce(one.z + 1n), three.z]);
    expect(signing.suite.verify(wrong, message, signing.key.publicKey)).toBe(false);
  });

  test('shares are good for one message only', () => {
    const { signature, signing } = signTogether(twoOfThree, assignment, message, 'one message');
    expect(signing.suite.verify(signature, Uint8Array.of(1, 2, 4), signing.key.publicKey)).toBe(false);
  });

  test('attack 2: used nonces sign nothing, whatever the message', () => {
    const { signing, signers } = signTogether(twoOfThree, assignment, message, 'used');
    for (const { party, nonces, w } of signers) expect(() => signShare(signing, party, nonces, w)).toThrow('wiped');
  });

  test('one does not sign under a list that holds another commitment in one’s name', () => {
    const { suite, signingKey } = twoOfThree.publicKey;
    const random = seededRandom('foreign');
    const [own, swapped, other] = Array.from({ length: 3 }, () => generateNonces(suite, 5n, random));
    if (!own || !swapped || !other) throw new Error('three pairs');
    const [me, peer] = [1, 3].map(partyIndex);
    if (me === undefined || peer === undefined) throw new Error('two parties');
    const list = new Map([
      [me, swapped.commitment],
      [peer, other.commitment],
    ]);
    const signing = signingPackage(suite, signingKey, list, message);
    expect(() => signShare(signing, me, own, 5n)).toThrow(/our own commitment/);
    // They are gone: an error is no way to a second use.
    expect(() => own.take()).toThrow('wiped');
  });

  test('a party that has not committed has no share', () => {
    const { signing } = signTogether(twoOfThree, assignment, message, 'absent');
    const nonces = generateNonces(signing.suite, 5n, seededRandom('absent'));
    expect(() => signShare(signing, partyIndex(2), nonces, 5n)).toThrow(/without having committed/);
  });

  test('fewer parties than the threshold cannot sign: their shares reconstruct another key', () => {
    const { suite, signingKey } = twoOfThree.publicKey;
    const alone = [[partyIndex(1)]];
    const { signature } = signTogether(twoOfThree, alone, message, 'alone');
    expect(suite.verify(signature, message, signingKey.publicKey)).toBe(false);
  });
});
