import type { Element, Group } from '../groups/ciphersuite.ts';
import type { PartyIndex } from '../keys/structure.ts';

/** Feldman's commitment vector of a polynomial, A_0 = a_0·G to A_{t-1}: t elements, so it fixes the threshold. */
export type CommitmentVector = readonly Element[];

/** scalar·G for a secret scalar; zero gives the identity. */
export function generatorTimes(group: Group, scalar: bigint): Element {
  return scalar === 0n ? group.identity : group.generator.multiply(scalar);
}

/** f(index)·G = Σ_k index^k·A_k: the public verifying share of a party. */
export function evaluateCommitments(group: Group, vector: CommitmentVector, index: PartyIndex): Element {
  // Horner; each step multiplies by a small public number only.
  return vector.reduceRight((sum, A) => sum.multiplyUnsafe(BigInt(index)).add(A), group.identity);
}

/** The vector of the sum of polynomials. Throws a RangeError unless all have the same length (attack 8). */
export function sumCommitments(group: Group, vectors: readonly CommitmentVector[]): CommitmentVector {
  const [first] = vectors;
  if (first === undefined) throw new RangeError('no commitment vectors to sum');
  if (vectors.some((vector) => vector.length !== first.length)) {
    throw new RangeError('commitment vectors of different lengths belong to different thresholds');
  }
  return first.map((_, k) => vectors.reduce((sum, vector) => sum.add(vector[k] ?? group.identity), group.identity));
}

/** Whether a dealt share is the dealer's polynomial at `index`: share·G = f(index)·G. */
export function isShareOf(group: Group, vector: CommitmentVector, index: PartyIndex, share: bigint): boolean {
  return generatorTimes(group, share).equals(evaluateCommitments(group, vector, index));
}
