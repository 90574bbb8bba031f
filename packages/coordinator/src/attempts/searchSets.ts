import type { PartyIndex } from '@quorate/tss-core';

/** The members of one quorum that could sign, and how many of them must. */
export interface Seats {
  readonly threshold: number;
  readonly members: readonly PartyIndex[];
}

/** What speaks against a party, and against two parties together; both ≥ 0. */
export interface Weights {
  party(party: PartyIndex): number;
  pair(a: PartyIndex, b: PartyIndex): number;
}

/** How many sets `allSets` would yield. */
export function countSets(seats: readonly Seats[]): number {
  return seats.reduce((product, { threshold, members }) => product * binomial(members.length, threshold), 1);
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}

/** Every set with exactly the threshold of every quorum, in lexicographic order. */
export function* allSets(seats: readonly Seats[]): Generator<readonly PartyIndex[]> {
  const [first, ...rest] = seats;
  if (first === undefined) return yield [];
  for (const chosen of combinations(first.members, first.threshold)) {
    for (const others of allSets(rest)) yield [...chosen, ...others];
  }
}

function* combinations(members: readonly PartyIndex[], size: number): Generator<readonly PartyIndex[]> {
  if (size === 0) return yield [];
  // Only as far as enough members come after: looking into short rests takes 2^n steps for n − 1 of n.
  for (const [i, member] of members.slice(0, members.length - size + 1).entries()) {
    for (const others of combinations(members.slice(i + 1), size - 1)) yield [member, ...others];
  }
}

/** One set grown from each possible first member, for keys with too many sets to look at each of them. */
export function* grownSets(seats: readonly Seats[], weights: Weights): Generator<readonly PartyIndex[]> {
  for (const start of seats.flatMap(({ members }) => members)) yield grow(start, seats, weights);
}

/** Adds the party that weighs least beside those chosen until every quorum is met: n·t steps. */
function grow(start: PartyIndex, seats: readonly Seats[], weights: Weights): readonly PartyIndex[] {
  const open = seats.map(({ threshold, members }) => ({ missing: threshold, members }));
  const weight = new Map(seats.flatMap(({ members }) => members.map((m) => [m, weights.party(m)] as const)));
  const chosen: PartyIndex[] = [];
  for (let next: PartyIndex | undefined = start; next !== undefined; next = lightest(open, weight)) {
    const added = next;
    chosen.push(added);
    weight.delete(added);
    for (const seat of open) if (seat.members.includes(added)) seat.missing--;
    for (const [member, soFar] of weight) weight.set(member, soFar + weights.pair(added, member));
  }
  return chosen;
}

function lightest(
  open: readonly { readonly missing: number; readonly members: readonly PartyIndex[] }[],
  weight: ReadonlyMap<PartyIndex, number>,
): PartyIndex | undefined {
  let best: { member: PartyIndex; weight: number } | undefined;
  for (const { members } of open.filter(({ missing }) => missing > 0)) {
    for (const member of members) {
      const its = weight.get(member);
      if (its !== undefined && (best === undefined || its < best.weight)) best = { member, weight: its };
    }
  }
  return best?.member;
}
