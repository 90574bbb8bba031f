import type { Ciphersuite, Element } from '../groups/ciphersuite.ts';
import type { BindingFactors } from './bindingFactors.ts';
import type { CommitmentList } from './commitments.ts';

/** RFC 9591 §4.5 compute_group_commitment: R = Σ_i D_i + ρ_i·E_i. */
export function computeGroupCommitment(
  { group }: Ciphersuite,
  commitments: CommitmentList,
  factors: BindingFactors,
): Element {
  const hiding = [...commitments.values()].reduce((sum, commitment) => sum.add(commitment.hiding), group.identity);
  const bindings = [...commitments].map(([party, { binding }]) => ({ binding, factor: factors.get(party) ?? 0n }));
  const bound = group.multiScalarMultiply(
    bindings.map(({ binding }) => binding),
    bindings.map(({ factor }) => factor),
  );
  return hiding.add(bound);
}
