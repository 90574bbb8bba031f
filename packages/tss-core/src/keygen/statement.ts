import { SessionStalled } from '../errors.ts';
import type { Ciphersuite, Element } from '../groups/ciphersuite.ts';
import type { KeyStatement } from '../keys/certificate.ts';
import type { KeyStructure, PartyIndex } from '../keys/structure.ts';
import { type CommitmentVector, sumCommitments } from '../sharing/commitments.ts';
import { groupKeyOf } from '../sharing/groupKey.ts';
import { encodeCbor, list, uint } from '../wire/codec.ts';
import type { SessionHeader } from '../wire/envelope.ts';
import { taggedHash } from '../wire/hash.ts';
import { type Dealing, encodeDealing } from './messages.ts';

/** What identifies one keygen run: its session, and what its parties were asked to make. */
export interface KeygenContext {
  readonly header: SessionHeader;
  readonly orderHash: Uint8Array;
  readonly structure: KeyStructure;
}

/** The quorum in which a party stands; every party stands in exactly one. */
export function quorumOf(structure: KeyStructure, party: PartyIndex): number {
  return structure.quorums.findIndex((quorum) => quorum.members.includes(party));
}

/** For each quorum the sum of its dealers' commitment vectors. */
export function summedDealings(
  { group }: Ciphersuite,
  structure: KeyStructure,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
): readonly CommitmentVector[] {
  return structure.quorums.map(({ members }) =>
    sumCommitments(
      group,
      members.map((member) => dealingOf(dealings, member).commitments),
    ),
  );
}

/**
 * The key as the dealings of all parties make it: the same statement for everyone who saw the same dealings.
 * @param sums of the dealings, where the caller has them
 */
export function keyStatement(
  suite: Ciphersuite,
  context: KeygenContext,
  dealings: ReadonlyMap<PartyIndex, Dealing>,
  sums: readonly CommitmentVector[] = summedDealings(suite, context.structure, dealings),
): KeyStatement {
  const { header, orderHash, structure } = context;
  const parties = structure.parties.map((party) => party.index);
  const dealt = parties.map((party) => dealingOf(dealings, party));
  const groupKey = groupKeyOf(suite.group, sums);
  refuseIdentity([groupKey, ...sums.flat()]);
  return {
    ...header,
    orderHash,
    structure,
    groupKey: suite.group.encodeElement(groupKey),
    commitments: sums.map((sum) => sum.map((element) => suite.group.encodeElement(element))),
    chainCode: taggedHash('quorate/chain-code/1', header.session, ...dealt.map((dealing) => dealing.chainCode)),
    transcript: taggedHash(
      'quorate/keygen-transcript/1',
      header.session,
      encodeCbor(list(uint(), { max: 255 }), parties),
      ...dealt.map((dealing) => encodeDealing(suite, dealing)),
    ),
  };
}

function dealingOf(dealings: ReadonlyMap<PartyIndex, Dealing>, party: PartyIndex): Dealing {
  const dealing = dealings.get(party);
  if (!dealing) throw new Error(`no dealing of party ${party}`);
  return dealing;
}

/** Happens by chance with negligible probability, and proves nothing about anybody: such a key is given up (attack 16). */
function refuseIdentity(elements: readonly Element[]): void {
  if (elements.some((element) => element.is0())) {
    throw new SessionStalled('the dealings sum up to the identity, which no key may be', []);
  }
}
