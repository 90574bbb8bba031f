import type { PartyIndex } from '../../keys/structure.ts';
import type { EcdsaGroup } from '../ecdsaGroup.ts';
import type { PublicPlace } from '../presign/judge.ts';
import type { Commitment, Conclusion, Factor, Multiplication, Opening, Verdict } from '../presign/messages.ts';
import { affineStatement, decStatement, proofContext, type Said, saidBy } from '../presign/view.ts';
import { verifyAffGStar } from '../proofs/affGStar/verifyAffGStar.ts';
import { verifyDec } from '../proofs/dec/verifyDec.ts';

interface Failed {
  readonly commitments: Said<Commitment>;
  readonly multiplications: Said<Multiplication>;
}

/** Whether an alert of round 4 proves that its author opened what its products decrypt to. */
export function decryptionHolds(
  place: PublicPlace,
  { commitments, multiplications, openings }: Failed & { readonly openings: Said<Opening> },
  party: PartyIndex,
  verdict: Verdict,
): boolean {
  if (verdict.kind === 'certify') return false;
  const { group } = place;
  const { kind, value } = verdict;
  const opening = saidBy(openings, party);
  const statement = decStatement(group, commitments, multiplications, kind, party, opening);
  return verifyDec(group.setting, decContext(place, party, kind), statement, value);
}

/** Whether the Πaff-g* of a blame round shows that the product for the `step`th signer after its author is one. */
export function publicProductHolds(
  place: PublicPlace,
  factor: Factor,
  { commitments, multiplications }: Failed,
  by: PartyIndex,
  step: number,
  conclusion: Conclusion,
): boolean {
  if (conclusion.kind !== 'product') return false;
  const { group } = place;
  const receiver = receiverAt(group, by, step);
  const statement = affineStatement(group, commitments, multiplications, factor, by, receiver);
  return verifyAffGStar(group.setting, productContext(place, by, factor, receiver), statement, conclusion.value);
}

/** The `step`th signer after a party, in a circle. */
export function receiverAt({ signers }: EcdsaGroup, party: PartyIndex, step: number): PartyIndex {
  const parties = [...signers.keys()];
  const receiver = parties[(parties.indexOf(party) + step) % parties.length];
  if (receiver === undefined) throw new RangeError('there are no signers');
  return receiver;
}

export function decContext({ group, session }: PublicPlace, prover: PartyIndex, factor: Factor) {
  return proofContext(group, session, { round: 4, slot: `dec-${factor}`, prover, verifier: 'all' });
}

/** The receiver is no verifier of its own here, but tells one slot from another. */
export function productContext(
  { group, session }: PublicPlace,
  prover: PartyIndex,
  factor: Factor,
  receiver: PartyIndex,
) {
  return proofContext(group, session, { round: 5, slot: `public-${factor}-${receiver}`, prover, verifier: 'all' });
}
