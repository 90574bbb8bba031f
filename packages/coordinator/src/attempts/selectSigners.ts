import type { Assignment, KeyStructure, PartyIndex } from '@quorate/tss-core';
import { allSets, countSets, grownSets, type Seats, type Weights } from './searchSets.ts';
import type { Doubts } from './suspicion.ts';

/** What is known about the nodes that are ready to sign. */
export interface Candidates {
  /** Parties that answered ready, convicted ones left out by the caller. */
  readonly ready: ReadonlySet<PartyIndex>;
  /** Parties that must be among the signers: at most the threshold of any quorum. */
  readonly required: readonly PartyIndex[];
  /** Held against nodes and pairs within this request: avoided whatever the latency. */
  readonly request: Doubts;
  /** Held against them by recent requests: avoided among choices that this request has nothing against. */
  readonly recent: Doubts;
  /** Smoothed response time of a node in ms. */
  latencyMs(node: string): number;
}

export interface Choice {
  readonly assignment: Assignment;
  /** Ascending. */
  readonly parties: readonly PartyIndex[];
  /** The node of each party, in the same order. */
  readonly nodes: readonly string[];
  /** What this request, and what recent requests, hold against the choice: 0 when nothing. */
  readonly doubt: { readonly request: number; readonly recent: number };
}

/** Up to this many signer sets are all compared; beyond, one is grown from every ready node. */
const EXHAUSTIVE_SETS = 2000;

/** Lower is better, compared from the left. */
type Cost = readonly [request: number, recent: number, slowestMs: number];

/**
 * The signer set to try next: exactly the threshold of every quorum, the least doubtful and then the fastest (a session
 * goes at the pace of its slowest member). Undefined while the ready nodes do not meet every threshold.
 */
export function selectSigners(structure: KeyStructure, candidates: Candidates): Choice | undefined {
  const { ready, required } = candidates;
  if (!required.every((party) => ready.has(party))) return undefined;
  const seats = structure.quorums.map((quorum) => ({
    threshold: quorum.threshold - quorum.members.filter((member) => required.includes(member)).length,
    members: quorum.members.filter((member) => ready.has(member) && !required.includes(member)),
  }));
  if (seats.some(({ threshold, members }) => members.length < threshold)) return undefined;
  const nodeOf = new Map(structure.parties.map(({ index, node }) => [index, node]));
  const judge = new Judge(candidates, (party) => nodeOf.get(party) ?? '');
  return judge.describe(structure, cheapest(judge.sets(seats), judge));
}

/** Puts a cost on sets of parties. */
class Judge {
  readonly #candidates: Candidates;
  readonly #nodeOf: (party: PartyIndex) => string;

  constructor(candidates: Candidates, nodeOf: (party: PartyIndex) => string) {
    this.#candidates = candidates;
    this.#nodeOf = nodeOf;
  }

  /** @param seats those that are left beside the required parties */
  *sets(seats: readonly Seats[]): Iterable<readonly PartyIndex[]> {
    const { required } = this.#candidates;
    const open = seats.filter(({ threshold }) => threshold > 0);
    const chosen = countSets(open) <= EXHAUSTIVE_SETS ? allSets(open) : grownSets(open, this.#weights());
    for (const set of chosen) yield [...required, ...set];
  }

  #weights(): Weights {
    const { request, recent, latencyMs, required } = this.#candidates;
    const node = this.#nodeOf;
    // One number for the three ranks of a cost: doubts are small numbers, latencies are below an hour.
    const pair = (a: PartyIndex, b: PartyIndex) =>
      request.pair(node(a), node(b)) * 1e12 + recent.pair(node(a), node(b)) * 1e7;
    const beside = (p: PartyIndex) => required.reduce((total, other) => total + pair(p, other), 0);
    return {
      party: (p) => request.node(node(p)) * 1e12 + recent.node(node(p)) * 1e7 + latencyMs(node(p)) + beside(p),
      pair,
    };
  }

  cost(set: readonly PartyIndex[]): Cost {
    const nodes = set.map(this.#nodeOf);
    const { request, recent, latencyMs } = this.#candidates;
    return [totalDoubt(request, nodes), totalDoubt(recent, nodes), Math.max(...nodes.map((node) => latencyMs(node)))];
  }

  describe(structure: KeyStructure, set: readonly PartyIndex[]): Choice {
    const parties = [...set].sort((a, b) => a - b);
    const [request, recent] = this.cost(parties);
    return {
      assignment: structure.quorums.map(({ members }) => members.filter((member) => set.includes(member))),
      parties,
      nodes: parties.map(this.#nodeOf),
      doubt: { request, recent },
    };
  }
}

function totalDoubt(doubts: Doubts, nodes: readonly string[]): number {
  let total = 0;
  for (const [i, node] of nodes.entries()) {
    total += doubts.node(node);
    for (const other of nodes.slice(i + 1)) total += doubts.pair(node, other);
  }
  return total;
}

function cheapest(sets: Iterable<readonly PartyIndex[]>, judge: Judge): readonly PartyIndex[] {
  let best: { set: readonly PartyIndex[]; cost: Cost } | undefined;
  for (const set of sets) {
    const cost = judge.cost(set);
    if (best === undefined || isLower(cost, best.cost)) best = { set, cost };
  }
  return best?.set ?? [];
}

function isLower(a: Cost, b: Cost): boolean {
  const differing = a.findIndex((value, i) => value !== b[i]);
  return differing >= 0 && (a[differing] ?? 0) < (b[differing] ?? 0);
}
