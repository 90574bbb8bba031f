import { RequestRejected } from '../errors.ts';
import type { Assignment, KeyStructure, PartyIndex, Quorum } from '../keys/structure.ts';

/** Sets beyond this many are not listed: nobody reads them, and 16 of 32 alone has 601 million. */
const MAX_LISTED_SETS = 10_000;

/** How many sets `minimalSigningSets` has: Π_q C(n_q, t_q). */
export function countSigningSets(structure: KeyStructure): bigint {
  return structure.quorums.reduce((count, { members, threshold }) => count * choose(members.length, threshold), 1n);
}

/** Every smallest set of parties that can sign, each ascending. Throws RequestRejected if there are over 10 000. */
export function minimalSigningSets(structure: KeyStructure): PartyIndex[][] {
  const count = countSigningSets(structure);
  if (count > MAX_LISTED_SETS) {
    throw new RequestRejected('too-many-signing-sets', `This key can be signed for by ${count} sets of parties.`);
  }
  const none: PartyIndex[][] = [[]];
  // Quorums are disjoint, so a union of one choice per quorum has no repetitions.
  const sets = structure.quorums.reduce(
    (chosen, quorum) => chosen.flatMap((set) => combinations(quorum).map((members) => [...set, ...members])),
    none,
  );
  return sets.map(ascending);
}

/**
 * Exactly `threshold` of the available members for each quorum, or undefined if one quorum is short. `prefer` names
 * parties best first; those it does not name come after, ascending.
 */
export function assignmentFor(
  structure: KeyStructure,
  available: ReadonlySet<PartyIndex>,
  prefer: readonly PartyIndex[] = [],
): Assignment | undefined {
  const rank = new Map(prefer.map((party, i) => [party, i]));
  const rankOf = (party: PartyIndex) => rank.get(party) ?? prefer.length;
  const assignment: PartyIndex[][] = [];
  for (const { members, threshold } of structure.quorums) {
    // The sort is stable and members are ascending.
    const best = members.filter((party) => available.has(party)).sort((a, b) => rankOf(a) - rankOf(b));
    if (best.length < threshold) return undefined;
    assignment.push(ascending(best.slice(0, threshold)));
  }
  return assignment;
}

/** Throws RequestRejected unless every quorum has exactly its threshold of its own members, ascending (attack 20). */
export function checkAssignment(structure: KeyStructure, assignment: Assignment): void {
  if (assignment.length !== structure.quorums.length) {
    refuse(`The signers are given for ${assignment.length} quorums, the key has ${structure.quorums.length}.`);
  }
  for (const [q, quorum] of structure.quorums.entries()) checkQuorumSigners(quorum, assignment[q] ?? [], q + 1);
}

function checkQuorumSigners({ members, threshold }: Quorum, signers: readonly PartyIndex[], number: number): void {
  if (signers.length !== threshold) {
    refuse(`Quorum ${number} signs with exactly ${threshold} parties, ${signers.length} were chosen.`);
  }
  for (const signer of signers) {
    if (!members.includes(signer)) refuse(`Party ${signer} is no member of quorum ${number}.`);
  }
  if (signers.some((signer, i) => i > 0 && signer <= (signers[i - 1] ?? 0))) {
    refuse(`The signers of quorum ${number} are not in ascending order without repetition.`);
  }
}

function refuse(sentence: string): never {
  throw new RequestRejected('wrong-signers', sentence);
}

/** Everybody who takes part, ascending. */
export function signersOf(assignment: Assignment): PartyIndex[] {
  return ascending(new Set(assignment.flat()));
}

function ascending(parties: Iterable<PartyIndex>): PartyIndex[] {
  return [...parties].sort((a, b) => a - b);
}

/** Every choice of `threshold` members, in lexicographic order. */
function combinations({ members, threshold }: Quorum): PartyIndex[][] {
  if (threshold === 0) return [[]];
  // Only as far as enough members come after: looking into short rests takes 2^n steps for n − 1 of n.
  return members.slice(0, members.length - threshold + 1).flatMap((first, i) => {
    const rest: Quorum = { members: members.slice(i + 1), threshold: threshold - 1 };
    return combinations(rest).map((others) => [first, ...others]);
  });
}

/** n over k. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}
