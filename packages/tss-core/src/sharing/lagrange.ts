import { invert } from '@noble/curves/abstract/modular.js';
import type { Group } from '../groups/ciphersuite.ts';
import type { PartyIndex } from '../keys/structure.ts';

/**
 * λ_i with Σ_{i in set} λ_i·f(i) = f(0) for every f of degree below the set's size (RFC 9591 §4.2,
 * derive_interpolating_value). Throws a RangeError for a zero or repeated index, or one outside the set: each would
 * yield a coefficient that reconstructs something else (attack 14).
 */
export function lagrangeCoefficient(group: Group, set: readonly PartyIndex[], index: PartyIndex): bigint {
  if (set.some((member) => !Number.isInteger(member) || member < 1)) throw new RangeError('a party index is positive');
  if (new Set(set).size !== set.length) throw new RangeError('a party index is repeated');
  if (!set.includes(index)) throw new RangeError(`party ${index} is not in the set`);
  const others = set.filter((member) => member !== index).map(BigInt);
  const numerator = others.reduce((product, j) => group.reduce(product * j), 1n);
  const denominator = others.reduce((product, j) => group.reduce(product * (j - BigInt(index))), 1n);
  // Who signs is public: no constant time is needed.
  return group.reduce(numerator * invert(denominator, group.order));
}
