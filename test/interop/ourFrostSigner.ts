import { type Ciphersuite, generateNonces, type PartyIndex, type Random } from '@quorate/tss-core';
import {
  additiveShare,
  type CommitmentVector,
  randomPolynomial,
  type SigningPackage,
  signingPackage,
  signShare,
  untweakedSigningKey,
} from '@quorate/tss-core/frost';

/** A party's nonce commitments as they go over the wire. */
export interface WireCommitments {
  readonly index: PartyIndex;
  readonly hiding: Uint8Array;
  readonly binding: Uint8Array;
}

/** A signer of some library, seen by its bytes. */
export interface WireSigner {
  readonly commitments: WireCommitments;
  /** @returns the encoded share z_i */
  sign(list: readonly WireCommitments[], message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A t-of-n key with all its shares, as only a test has it. */
export interface FrostKey {
  readonly vector: CommitmentVector;
  readonly shares: ReadonlyMap<PartyIndex, bigint>;
}

export function dealtKey(
  { group }: Ciphersuite,
  threshold: number,
  members: readonly PartyIndex[],
  random: Random,
): FrostKey {
  const f = randomPolynomial(group, threshold, random);
  return { vector: f.commit(), shares: f.evaluateAll(members) };
}

/** Keys that a dealer makes have no taproot tweak in other libraries, and none here. */
export function untweakedKey(suite: Ciphersuite, { vector }: FrostKey) {
  const X = vector[0] ?? suite.group.identity;
  return suite.id === 'frost-secp256k1-tr' ? untweakedSigningKey(X) : suite.signingKey(X);
}

export function packageOf(
  suite: Ciphersuite,
  key: FrostKey,
  list: readonly WireCommitments[],
  message: Uint8Array,
): SigningPackage {
  const { group } = suite;
  const decoded = list.map(({ index, hiding, binding }) => {
    return [index, { hiding: group.decodeElement(hiding), binding: group.decodeElement(binding) }] as const;
  });
  return signingPackage(suite, untweakedKey(suite, key), new Map(decoded), message);
}

/** One of our signers, in a set of signers some of whom may be others'. */
export function ourSigner(
  suite: Ciphersuite,
  key: FrostKey,
  index: PartyIndex,
  set: readonly PartyIndex[],
  random: Random,
): WireSigner {
  const { group } = suite;
  const share = additiveShare(group, [set], index, key.shares.get(index) ?? 0n);
  const nonces = generateNonces(suite, share, random);
  const { hiding, binding } = nonces.commitment;
  return {
    commitments: { index, hiding: group.encodeElement(hiding), binding: group.encodeElement(binding) },
    sign: (list, message) => group.encodeScalar(signShare(packageOf(suite, key, list, message), index, nonces, share)),
  };
}
