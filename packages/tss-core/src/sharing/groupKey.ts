import type { Element, Group } from '../groups/ciphersuite.ts';
import type { CommitmentVector } from './commitments.ts';

/** X = Σ_q A_{q,0} from the key's commitment vectors, one per quorum. */
export function groupKeyOf(group: Group, commitments: readonly CommitmentVector[]): Element {
  return commitments.reduce((sum, [constant]) => {
    if (constant === undefined) throw new RangeError('an empty commitment vector');
    return sum.add(constant);
  }, group.identity);
}
