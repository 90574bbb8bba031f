import type { Element } from '../../groups/ciphersuite.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { type EcdsaGroup, othersOf, signerOf } from '../ecdsaGroup.ts';
import type { AffGStatement } from '../proofs/affG/affG.ts';
import type { AffineStatement } from '../proofs/affG/affine.ts';
import type { ProofContext } from '../proofs/context.ts';
import type { DecStatement } from '../proofs/dec/dec.ts';
import type { ElogStatement } from '../proofs/elog/elog.ts';
import type { EncElgStatement } from '../proofs/encElg/encElg.ts';
import type { Commitment, Factor, Multiplication, Opening, Product } from './messages.ts';

/** What everybody said in a round. */
export type Said<T> = ReadonlyMap<PartyIndex, T>;

/** What a party said. */
export function saidBy<T>(said: Said<T>, party: PartyIndex): T {
  const found = said.get(party);
  if (found === undefined) throw new RangeError(`party ${party} said nothing`);
  return found;
}

/** Where a proof of a presigning stands. */
export function proofContext(
  { auxGeneration }: EcdsaGroup,
  session: Uint8Array,
  place: Pick<ProofContext, 'round' | 'slot' | 'prover' | 'verifier'>,
): ProofContext {
  return { session, auxGeneration, ...place };
}

/** Round 1: k_i in K_i and A_i, or γ_i in G_i and B_i. */
export function rangeStatement(
  group: EcdsaGroup,
  prover: PartyIndex,
  verifier: PartyIndex,
  { K, G, Y, A1, A2, B1, B2 }: Commitment,
  which: 'k' | 'gamma',
): EncElgStatement {
  const { paillier: N0 } = signerOf(group, prover);
  const { pedersen } = signerOf(group, verifier);
  return which === 'k' ? { N0, C: K, A: Y, B: A1, X: A2, pedersen } : { N0, C: G, A: Y, B: B1, X: B2, pedersen };
}

/** Round 2: Γ_i is γ_i·G for the γ_i of B_i. */
export function gammaStatement({ setting }: EcdsaGroup, { B1, B2, Y }: Commitment, Gamma: Element): ElogStatement {
  return { L: B1, M: B2, X: Y, Y: Gamma, h: setting.group.generator };
}

/** Round 3: Δ_i is k_i·Γ for the k_i of A_i. */
export function deltaStatement({ A1, A2, Y }: Commitment, Delta: Element, Gamma: Element): ElogStatement {
  return { L: A1, M: A2, X: Y, Y: Delta, h: Gamma };
}

/** What party `by` multiplies its k_j with: γ_i behind Γ_i, or w_i behind X_i. */
function factorPoint(group: EcdsaGroup, factor: Factor, by: PartyIndex, { Gamma }: Multiplication): Element {
  return factor === 'gamma' ? Gamma : signerOf(group, by).X;
}

/** D_{j,i} and F_{j,i}, made by i = `by` for j = `of`. */
export function productOf(
  group: EcdsaGroup,
  multiplications: Said<Multiplication>,
  factor: Factor,
  by: PartyIndex,
  of: PartyIndex,
): Product {
  const product = saidBy(multiplications, by).products[othersOf(group, by).indexOf(of)];
  if (!product) throw new RangeError(`party ${by} made no product for party ${of}`);
  return product[factor];
}

/** Round 2 and blame: D_{j,i} multiplies K_j by what stands behind Γ_i or X_i, and F_{j,i} hides the same mask. */
export function affineStatement(
  group: EcdsaGroup,
  commitments: Said<Commitment>,
  multiplications: Said<Multiplication>,
  factor: Factor,
  by: PartyIndex,
  of: PartyIndex,
): AffineStatement {
  const { D, F } = productOf(group, multiplications, factor, by, of);
  return {
    N0: signerOf(group, of).paillier,
    N1: signerOf(group, by).paillier,
    C: saidBy(commitments, of).K,
    D,
    Y: F,
    X: factorPoint(group, factor, by, saidBy(multiplications, by)),
  };
}

export function productStatement(
  group: EcdsaGroup,
  commitments: Said<Commitment>,
  multiplications: Said<Multiplication>,
  factor: Factor,
  by: PartyIndex,
  of: PartyIndex,
): AffGStatement {
  const statement = affineStatement(group, commitments, multiplications, factor, by, of);
  return { ...statement, pedersen: signerOf(group, of).pedersen };
}

/** Γ = Σ Γ_j. */
export function sumGamma({ setting }: EcdsaGroup, multiplications: Said<Multiplication>): Element {
  return [...multiplications.values()].reduce((sum, { Gamma }) => sum.add(Gamma), setting.group.identity);
}

/**
 * Blame: δ_i, or χ_i behind S_i, is the plaintext of K_i^γ_i·D_i with D_i = Π_j D_{i,j}·F_{j,i}⁻¹ (Fig. 9; there F hides
 * +β and is not inverted).
 */
export function decStatement(
  group: EcdsaGroup,
  commitments: Said<Commitment>,
  multiplications: Said<Multiplication>,
  factor: Factor,
  party: PartyIndex,
  { delta, S }: Opening,
): DecStatement {
  const { paillier } = signerOf(group, party);
  const { generator } = group.setting.group;
  const shares = othersOf(group, party).flatMap((j) => [
    productOf(group, multiplications, factor, j, party).D,
    paillier.ciphertexts.invert(productOf(group, multiplications, factor, party, j).F),
  ]);
  return {
    N0: paillier,
    K: saidBy(commitments, party).K,
    X: factorPoint(group, factor, party, saidBy(multiplications, party)),
    D: paillier.add(...shares),
    S: factor === 'gamma' ? generator.multiplyUnsafe(delta) : S,
    base: factor === 'gamma' ? generator : sumGamma(group, multiplications),
  };
}
