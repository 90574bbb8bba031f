import { Bug, ProtocolFault, SessionStalled } from '../errors.ts';
import type { Ciphersuite } from '../groups/ciphersuite.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { decodeBody } from '../protocol/protocol.ts';
import { type CommitmentVector, isShareOf } from '../sharing/commitments.ts';
import { encodeCbor } from '../wire/codec.ts';
import { type Envelope, envelopeCodec } from '../wire/envelope.ts';
import { mixedOrderDealers } from './checkDealings.ts';
import { openDealtShare } from './complaint.ts';
import { Deal, type Dealing, DealtShare, type Verdict } from './messages.ts';

/** What a party was dealt in its quorum. */
export interface DealtToParty {
  readonly self: PartyIndex;
  /** f_i(i), its own share of its own polynomial. */
  readonly own: bigint;
  readonly dealings: ReadonlyMap<PartyIndex, Dealing>;
  /** The sum of the quorum's commitment vectors: what the party's share of the key is certified by. */
  readonly sum: CommitmentVector;
  /** The envelopes with the shares of the quorum's other members. */
  readonly direct: ReadonlyMap<PartyIndex, Envelope>;
}

/**
 * x_{q,i} = Σ_j f_j(i), encoded, and the verdict: a complaint about the first dealer whose share its commitments refute.
 * One check of the sum stands for one of every share (rule 22a): the coefficients are all 1, as they are in the key, so
 * shares that are wrong but sum up right make the right share of the key.
 */
export function sumShares(suite: Ciphersuite, dealt: DealtToParty): { secret: Uint8Array; verdict: Verdict } {
  const { group } = suite;
  const { self, own, sum, direct } = dealt;
  const shares = [...direct.values()].map((envelope) => decodeBody(DealtShare(suite), envelope));
  const total = shares.reduce<bigint>((x, share) => group.reduce(x + (share ?? 0n)), own);
  const complete = shares.every((share) => share !== undefined);
  if (!complete || !isShareOf(group, sum, self, total)) {
    return { secret: new Uint8Array(group.scalarLength), verdict: complaint(suite, dealt) };
  }
  // Happens by chance with negligible probability; it is no share that anything can be proved about.
  if (total === 0n) throw new SessionStalled('the dealt shares sum up to zero', []);
  return { secret: group.encodeScalar(total), verdict: { kind: 'accept', value: {} } };
}

/** Only now is each share looked at by itself; the dealers' points first (rule 22b), by which it is judged. */
function complaint(suite: Ciphersuite, { self, dealings, direct }: DealtToParty): Verdict {
  const culprits = mixedOrderDealers(suite, dealings);
  if (culprits.length > 0) throw new ProtocolFault('malformed-message', culprits, [Deal(suite).number]);
  for (const [dealer, envelope] of direct) {
    const commitments = dealings.get(dealer)?.commitments ?? [];
    if (openDealtShare(suite, commitments, self, envelope) !== undefined) continue;
    return { kind: 'complaint', value: { accused: dealer, envelope: encodeCbor(envelopeCodec, envelope) } };
  }
  throw new Bug('every dealt share holds, but their sum does not');
}
