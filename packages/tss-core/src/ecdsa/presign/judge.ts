import type { Element } from '../../groups/ciphersuite.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { decodeBody } from '../../protocol/protocol.ts';
import type { Envelope } from '../../wire/envelope.ts';
import { type EcdsaGroup, signerOf } from '../ecdsaGroup.ts';
import { verifyAffG } from '../proofs/affG/verifyAffG.ts';
import { verifyElog } from '../proofs/elog/verifyElog.ts';
import { verifyEncElg } from '../proofs/encElg/verifyEncElg.ts';
import {
  type Commitment,
  type Factor,
  type Multiplication,
  type Opening,
  presignRounds,
  type RangeProofs,
  type Verdict,
} from './messages.ts';
import { rangeContext } from './nonces.ts';
import type { PresignPlace } from './place.ts';
import { productContext } from './products.ts';
import { sumDelta } from './statement.ts';
import { deltaStatement, gammaStatement, productStatement, proofContext, rangeStatement, type Said } from './view.ts';

/** A session as anybody sees it: the signers' judgements of each other, and those of an offline judge, are the same. */
export type PublicPlace = Pick<PresignPlace, 'group' | 'session'>;

/** Whether the direct envelope of round 1 proves k_i and γ_i of its sender's commitment to `verifier`. */
export function rangeProofsHold(
  place: PublicPlace,
  commitment: Commitment,
  verifier: PartyIndex,
  envelope: Envelope,
): boolean {
  const { group } = place;
  const proofs = decodeBody(presignRounds(group).ProveRanges, envelope);
  if (proofs === undefined) return false;
  const holds = (which: keyof RangeProofs) => {
    const statement = rangeStatement(group, envelope.from, verifier, commitment, which);
    return verifyEncElg(group.setting, rangeContext(place, envelope.from, verifier, which), statement, proofs[which]);
  };
  return holds('k') && holds('gamma');
}

/** Whether Γ_i is of the γ_i that round 1 committed to. */
export function gammaProofHolds(
  { group, session }: PublicPlace,
  prover: PartyIndex,
  commitment: Commitment,
  { Gamma, psi }: Multiplication,
): boolean {
  return verifyElog(group.setting, gammaContext(group, session, prover), gammaStatement(group, commitment, Gamma), psi);
}

/** Whether the direct envelope of round 2 proves both products that its sender made for `verifier`. */
export function productProofsHold(
  place: PublicPlace,
  commitments: Said<Commitment>,
  multiplications: Said<Multiplication>,
  verifier: PartyIndex,
  envelope: Envelope,
): boolean {
  const { group } = place;
  const proofs = decodeBody(presignRounds(group).ProveProducts, envelope);
  if (proofs === undefined) return false;
  const holds = (factor: Factor) => {
    const statement = productStatement(group, commitments, multiplications, factor, envelope.from, verifier);
    const context = productContext(place, envelope.from, verifier, factor);
    return verifyAffG(group.setting, context, statement, proofs[factor]);
  };
  return holds('gamma') && holds('x');
}

/** Whether Δ_i is of the k_i that round 1 committed to. */
export function deltaProofHolds(
  { group, session }: PublicPlace,
  prover: PartyIndex,
  commitment: Commitment,
  Gamma: Element,
  { Delta, psi }: Opening,
): boolean {
  const statement = deltaStatement(commitment, Delta, Gamma);
  return verifyElog(group.setting, deltaContext(group, session, prover), statement, psi);
}

/**
 * Fig. 8, output: what everybody says who saw these openings. `certify` iff Σ δ_j·G = Σ Δ_j and Σ δ_j·X = Σ S_j;
 * otherwise the alert of the first that fails. Undefined for δ = 0, upon which the presigning ends without a word.
 */
export function verdictDue({ setting, publicKey }: EcdsaGroup, openings: Said<Opening>): Verdict['kind'] | undefined {
  const { group } = setting;
  const delta = sumDelta(openings, group.order);
  const sum = (pick: (opening: Opening) => Element) =>
    [...openings.values()].reduce((total, opening) => total.add(pick(opening)), group.identity);
  if (!sum(({ Delta }) => Delta).equals(group.generator.multiplyUnsafe(delta))) return 'gamma';
  if (!sum(({ S }) => S).equals(publicKey.groupKey.multiplyUnsafe(delta))) return 'x';
  return delta === 0n ? undefined : 'certify';
}

/** Attack 29: whether all ciphertexts of a round 2 are some, those for others included. */
export function areCiphertexts(group: EcdsaGroup, by: PartyIndex, { products }: Multiplication): boolean {
  const others = [...group.signers.keys()].filter((party) => party !== by);
  return products.every(({ gamma, x }, i) => {
    const receiver = others[i];
    return (
      receiver !== undefined &&
      signerOf(group, receiver).paillier.isCiphertext(gamma.D, x.D) &&
      signerOf(group, by).paillier.isCiphertext(gamma.F, x.F)
    );
  });
}

export function gammaContext(group: EcdsaGroup, session: Uint8Array, prover: PartyIndex) {
  return proofContext(group, session, { round: 2, slot: 'gamma', prover, verifier: 'all' });
}

export function deltaContext(group: EcdsaGroup, session: Uint8Array, prover: PartyIndex) {
  return proofContext(group, session, { round: 3, slot: 'delta', prover, verifier: 'all' });
}
