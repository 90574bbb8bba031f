import { type KeyStructure, minimalSigningSets, RequestRejected } from '@quorate/tss-core';

const MOST_SETS_SHOWN = 20;

/** `2 of node-1, node-2, node-3 and 1 of node-4, node-5` */
export function quorumsText(structure: KeyStructure): string {
  return structure.quorums
    .map(({ threshold, members }) => `${threshold} of ${members.map((member) => nodeOf(structure, member)).join(', ')}`)
    .join('\nand ');
}

/** `2 of 3`, `2 of 3 and 1 of 2`: for tables. */
export function thresholdsText(structure: KeyStructure): string {
  return structure.quorums.map(({ threshold, members }) => `${threshold} of ${members.length}`).join(' and ');
}

/** Every smallest set of nodes that can sign; undefined when there are too many to list. */
export function signingSets(structure: KeyStructure): readonly (readonly string[])[] | undefined {
  try {
    return minimalSigningSets(structure).map((set) => set.map((party) => nodeOf(structure, party)));
  } catch (problem) {
    if (!(problem instanceof RequestRejected)) throw problem;
    return undefined;
  }
}

export function signingSetsText(structure: KeyStructure): string {
  const sets = signingSets(structure);
  if (!sets) return 'too many to list';
  const shown = sets.slice(0, MOST_SETS_SHOWN).map((set) => set.join(' + '));
  return sets.length > shown.length
    ? [...shown, `and ${sets.length - shown.length} more`].join('\n')
    : shown.join('\n');
}

function nodeOf({ parties }: KeyStructure, index: number): string {
  return parties.find((party) => party.index === index)?.node ?? `party ${index}`;
}
