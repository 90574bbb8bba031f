import type { Element, Group } from '../../groups/ciphersuite.ts';

/** integer·element for a secret integer of any size and sign. */
export function times(group: Group, element: Element, integer: bigint): Element {
  const scalar = group.reduce(integer);
  return scalar === 0n ? group.identity : element.multiply(scalar);
}

/** A term of a linear combination. */
export type Term = readonly [integer: bigint, element: Element];

/** Σ integer·element for public integers of any size and sign. */
export function sumOf(group: Group, ...terms: readonly Term[]): Element {
  return group.multiScalarMultiply(
    terms.map(([, element]) => element),
    terms.map(([integer]) => group.reduce(integer)),
  );
}
