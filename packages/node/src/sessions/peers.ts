import type { KeyStructure, PartyIndex } from '@quorate/tss-core';

/** The nodes behind the parties of a session, this one left out. */
export function peersOf(
  structure: KeyStructure,
  parties: readonly PartyIndex[],
  self: PartyIndex,
): ReadonlyMap<PartyIndex, string> {
  const others = structure.parties.filter(({ index }) => index !== self && parties.includes(index));
  return new Map(others.map(({ index, node }) => [index, node]));
}
