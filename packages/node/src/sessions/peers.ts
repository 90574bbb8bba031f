import type { Party, PartyIndex } from '@quorate/tss-core';

/** The nodes behind the parties of a session, this one left out. */
export function peersOf(
  { parties: all }: { readonly parties: readonly Party[] },
  parties: readonly PartyIndex[],
  self: PartyIndex,
): ReadonlyMap<PartyIndex, string> {
  const others = all.filter(({ index }) => index !== self && parties.includes(index));
  return new Map(others.map(({ index, node }) => [index, node]));
}
