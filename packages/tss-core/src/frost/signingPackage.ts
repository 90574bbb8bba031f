import { Bug } from '../errors.ts';
import type { Ciphersuite, Element, SigningKey } from '../groups/ciphersuite.ts';
import type { PublicKeyPackage } from '../keys/publicKeyPackage.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { computeBindingFactors } from './bindingFactors.ts';
import type { CommitmentList, NonceCommitment } from './commitments.ts';
import { computeGroupCommitment } from './groupCommitment.ts';

/** All that is public about one signature once round 1 is over; every signer derives the same. */
export interface SigningPackage {
  readonly suite: Ciphersuite;
  readonly key: SigningKey;
  readonly message: Uint8Array;
  readonly commitments: CommitmentList;
  readonly groupCommitment: Element;
  /** c, under the key that the outside world verifies with. */
  readonly challenge: bigint;
  /** The terms of party i's share z_i: what multiplies d_i, e_i and w_i. */
  factorsOf(party: PartyIndex): ShareFactors;
  commitmentOf(party: PartyIndex): NonceCommitment;
}

/** z_i = hiding·d_i + binding·e_i + share·w_i. */
export interface ShareFactors {
  readonly hiding: bigint;
  readonly binding: bigint;
  readonly share: bigint;
}

/**
 * RFC 9591 §5.2, what comes before the share itself. It is written for z_i = ±(d_i + ρ_i·e_i) + c·(±w_i): BIP-340
 * wants R and Q with even y, so a signer negates its nonces where R is odd, and its share where Q's sign says so. Both
 * signs are + for Ed25519.
 */
export function signingPackage(
  suite: Ciphersuite,
  key: SigningKey,
  commitments: CommitmentList,
  message: Uint8Array,
): SigningPackage {
  const { reduce } = suite.group;
  const bindingFactors = computeBindingFactors(suite, key.outputKey, commitments, message);
  const groupCommitment = computeGroupCommitment(suite, commitments, bindingFactors);
  const nonceSign = suite.mustNegate(groupCommitment) ? -1n : 1n;
  const challenge = suite.challenge(groupCommitment, key.outputKey, message);
  return {
    suite,
    key,
    message,
    commitments,
    groupCommitment,
    challenge,
    factorsOf: (party) => ({
      hiding: reduce(nonceSign),
      binding: reduce(nonceSign * signer(bindingFactors, party)),
      share: reduce(key.sign * challenge),
    }),
    commitmentOf: (party) => signer(commitments, party),
  };
}

/** One package per message, from what every signer sent in round 1. */
export function signingPackages(
  { suite, signingKey }: PublicKeyPackage,
  commitments: ReadonlyMap<PartyIndex, readonly NonceCommitment[]>,
  messages: readonly Uint8Array[],
): readonly SigningPackage[] {
  return messages.map((message, m) => signingPackage(suite, signingKey, commitmentList(commitments, m), message));
}

/** Everybody's commitment for message `m`. */
function commitmentList(commitments: ReadonlyMap<PartyIndex, readonly NonceCommitment[]>, m: number): CommitmentList {
  const list = new Map<PartyIndex, NonceCommitment>();
  for (const [party, sent] of commitments) {
    const commitment = sent[m];
    if (commitment === undefined) throw new Bug(`party ${party} has no commitment for message ${m + 1}`);
    list.set(party, commitment);
  }
  return list;
}

function signer<T>(values: ReadonlyMap<PartyIndex, T>, party: PartyIndex): T {
  const value = values.get(party);
  if (value === undefined) throw new Bug(`party ${party} is asked for a share without having committed`);
  return value;
}
