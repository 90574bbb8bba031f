import { Bug } from '../errors.ts';
import type { Ciphersuite } from '../groups/ciphersuite.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { taggedHash } from '../wire/hash.ts';
import { type Complaint, judgeComplaint } from './complaint.ts';
import { type Dealing, encodeDealing } from './messages.ts';
import { type PossessionContext, verifyPossession } from './proofOfPossession.ts';
import { type KeygenContext, quorumOf } from './statement.ts';

export function identityOf(identities: ReadonlyMap<PartyIndex, Uint8Array>, party: PartyIndex): Uint8Array {
  const identity = identities.get(party);
  if (!identity) throw new Bug(`no identity key of party ${party}`);
  return identity;
}

export function possessionContext(
  context: KeygenContext,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
  dealer: PartyIndex,
): PossessionContext {
  const { header, structure } = context;
  return { header, structure, quorum: quorumOf(structure, dealer), dealer, identity: identityOf(identities, dealer) };
}

/** What round 1 commits to. */
export function dealingHash(
  suite: Ciphersuite,
  context: KeygenContext,
  dealer: PartyIndex,
  dealing: Dealing,
): Uint8Array {
  const index = Uint8Array.of(dealer >> 8, dealer & 0xff);
  return taggedHash('quorate/keygen-commitment/1', context.header.session, index, encodeDealing(suite, dealing));
}

/** What is wrong with a published dealing, if anything: its length is t exactly (attack 8), its possession proven (7). */
export function judgeDealing(
  suite: Ciphersuite,
  context: KeygenContext,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
  dealer: PartyIndex,
  dealing: Dealing,
): 'wrong-commitment-length' | 'bad-proof-of-possession' | undefined {
  const { commitments, proof } = dealing;
  const quorum = context.structure.quorums[quorumOf(context.structure, dealer)];
  if (commitments.length !== quorum?.threshold) return 'wrong-commitment-length';
  const proven = verifyPossession(suite, possessionContext(context, identities, dealer), commitments, proof);
  return proven ? undefined : 'bad-proof-of-possession';
}

/** A complaint about oneself, or about somebody who deals one nothing, is false whatever it opens. */
export function judgeVerdict(
  suite: Ciphersuite,
  context: KeygenContext,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
  complaint: Complaint,
): 'wrong-dealt-share' | 'false-complaint' {
  const identity = identities.get(complaint.accused);
  const dealing = dealings.get(complaint.accused);
  if (!identity || !dealing || complaint.accused === complaint.complainer) return 'false-complaint';
  return judgeComplaint(suite, context.header, complaint, identity, dealing.commitments);
}
