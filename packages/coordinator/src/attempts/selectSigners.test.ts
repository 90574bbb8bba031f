import { type KeyStructure, minimalSigningSets, type PartyIndex, partyIndex } from '@quorate/tss-core';
import { seededRandom, structureOf } from '@quorate/tss-core/testing';
import { describe, expect, test } from 'vitest';
import { type Candidates, selectSigners } from './selectSigners.ts';
import { Suspicion } from './suspicion.ts';

const p = partyIndex;
const NOBODY = new Suspicion(() => 0, Number.POSITIVE_INFINITY);

function candidates(ready: readonly number[], changes: Partial<Candidates> = {}): Candidates {
  return {
    ready: new Set(ready.map(p)),
    required: [],
    request: NOBODY,
    recent: NOBODY,
    latencyMs: () => 1,
    ...changes,
  };
}

function all({ parties }: KeyStructure): number[] {
  return parties.map(({ index }) => index);
}

function subsets(parties: readonly number[]): number[][] {
  return Array.from({ length: 1 << parties.length }, (_, mask) => parties.filter((_party, i) => (mask >> i) & 1));
}

const SMALL: readonly (readonly [string, KeyStructure])[] = [
  ['2 of 2', structureOf('frost-ed25519', [2, [1, 2]])],
  ['2 of 3', structureOf('frost-ed25519', [2, [1, 2, 3]])],
  ['3 of 5', structureOf('frost-ed25519', [3, [1, 2, 3, 4, 5]])],
  ['2 of 3 and 1 of 2', structureOf('frost-ed25519', [2, [1, 2, 3]], [1, [4, 5]])],
  ['2 of 2 and 2 of 3 and 1 of 1', structureOf('frost-ed25519', [2, [1, 4]], [2, [2, 3, 6]], [1, [5]])],
];

describe.each(SMALL)('%s', (_name, structure) => {
  const minimal = new Set(minimalSigningSets(structure).map(String));

  test('whoever is ready, the choice is a minimal signing set of ready parties, or there is none to choose', () => {
    for (const ready of subsets(all(structure))) {
      const choice = selectSigners(structure, candidates(ready));
      const possible = [...minimal].some((set) => set.split(',').every((party) => ready.includes(Number(party))));
      expect(choice !== undefined).toBe(possible);
      if (!choice) continue;
      expect(minimal).toContain(String(choice.parties));
      expect(ready).toEqual(expect.arrayContaining([...choice.parties]));
      expect(choice.assignment.map(({ length }) => length)).toEqual(structure.quorums.map((q) => q.threshold));
      expect(choice.nodes).toEqual(choice.parties.map((party) => `node-${party}`));
    }
  });

  test('no other set has less against it, or as little and a faster slowest member', () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = seededRandom(`${_name} ${seed}`);
      const drawn = (max: number) => (random(1)[0] ?? 0) % max;
      const request = randomDoubts(structure, drawn);
      const latency = new Map(all(structure).map((party) => [`node-${party}`, drawn(50)]));
      const latencyMs = (node: string) => latency.get(node) ?? 0;
      const choice = selectSigners(structure, candidates(all(structure), { request, latencyMs }));
      const costs = minimalSigningSets(structure).map((set) => costOf(set, request, latencyMs));
      const best = costs.reduce((a, b) => (b[0] < a[0] || (b[0] === a[0] && b[1] < a[1]) ? b : a));
      expect(choice && costOf(choice.parties, request, latencyMs)).toEqual(best);
      expect(choice?.doubt.request).toBe(best[0]);
    }
  });
});

function randomDoubts({ parties }: KeyStructure, drawn: (max: number) => number): Suspicion {
  const doubts = new Suspicion(() => 0, Number.POSITIVE_INFINITY);
  for (let i = 0; i < 3; i++) {
    const [a, b] = [parties[drawn(parties.length)]?.node ?? '', parties[drawn(parties.length)]?.node ?? ''];
    if (a !== b) doubts.stalled(a, [b]);
  }
  return doubts;
}

function costOf(
  set: readonly PartyIndex[],
  doubts: Suspicion,
  latencyMs: (node: string) => number,
): [doubt: number, slowest: number] {
  const nodes = set.map((party) => `node-${party}`);
  const single = nodes.reduce((sum, node) => sum + doubts.node(node), 0);
  const pairs = nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => doubts.pair(a, b)));
  return [pairs.reduce((a, b) => a + b, single), Math.max(...nodes.map(latencyMs))];
}

const twoOfThree = structureOf('frost-ed25519', [2, [1, 2, 3]]);

test('39 of 40: few sets take few steps', () => {
  const structure = structureOf('frost-ed25519', [39, Array.from({ length: 40 }, (_, i) => i + 1)]);
  const latencyMs = (node: string) => (node === 'node-7' ? 9 : 1);
  const choice = selectSigners(structure, candidates(all(structure), { latencyMs }));
  expect(choice?.parties).toEqual(all(structure).filter((party) => party !== 7));
});

test('without doubts the fastest are chosen', () => {
  const latencyMs = (node: string) => (node === 'node-1' ? 30 : 3);
  expect(selectSigners(twoOfThree, candidates([1, 2, 3], { latencyMs }))?.nodes).toEqual(['node-2', 'node-3']);
});

test('one report of silence leaves the silent one out', () => {
  const request = new Suspicion(() => 0, Number.POSITIVE_INFINITY);
  request.stalled('node-1', ['node-2']);
  expect(selectSigners(twoOfThree, candidates([1, 2, 3], { request }))?.nodes).toEqual(['node-1', 'node-3']);
});

test('two nodes that miss each other are not chosen together again', () => {
  const request = new Suspicion(() => 0, Number.POSITIVE_INFINITY);
  request.stalled('node-1', ['node-2']);
  request.stalled('node-2', ['node-1']);
  expect(selectSigners(twoOfThree, candidates([1, 2, 3], { request }))?.nodes).toContain('node-3');
});

test('what this request holds against a node weighs more than what others do', () => {
  const [request, recent] = [new Suspicion(() => 0, 1e9), new Suspicion(() => 0, 1e9)];
  request.failed('node-1');
  for (let i = 0; i < 10; i++) recent.failed('node-2');
  const choice = selectSigners(twoOfThree, candidates([1, 2, 3], { request, recent }));
  expect(choice?.nodes).toEqual(['node-2', 'node-3']);
  expect(choice?.doubt).toEqual({ request: 0, recent: 20 });
});

test.each(SMALL)('of %s, the sets with a required party are the choices', (_name, structure) => {
  for (const party of all(structure)) {
    const latencyMs = (node: string) => (node === `node-${party}` ? 90 : 1);
    const choice = selectSigners(structure, candidates(all(structure), { required: [p(party)], latencyMs }));
    expect(choice?.parties).toContain(p(party));
    expect(minimalSigningSets(structure).map(String)).toContain(String(choice?.parties));
    const others = all(structure).filter((other) => other !== party);
    expect(selectSigners(structure, candidates(others, { required: [p(party)] }))).toBeUndefined();
  }
});

test('a doubtful set is chosen when there is no other', () => {
  const request = new Suspicion(() => 0, Number.POSITIVE_INFINITY);
  request.stalled('node-1', ['node-2']);
  const choice = selectSigners(twoOfThree, candidates([1, 2], { request }));
  expect(choice?.nodes).toEqual(['node-1', 'node-2']);
  expect(choice?.doubt.request).toBeGreaterThan(0);
});

describe('a key with too many signer sets to look at each', () => {
  const members = Array.from({ length: 40 }, (_, i) => i + 1);
  const large = structureOf('frost-ed25519', [20, members]);

  test('the fastest are found', () => {
    const latencyMs = (node: string) => Number(node.split('-')[1]);
    const choice = selectSigners(large, candidates(members, { latencyMs }));
    expect(choice?.parties).toEqual(members.slice(0, 20));
  });

  test('a required party is in it, and one that misses it is not', () => {
    const required = [p(40)];
    const request = { node: () => 0, pair: (a: string, b: string) => (a === 'node-1' && b === 'node-40' ? 4 : 0) };
    const pair = (a: string, b: string) => Math.max(request.pair(a, b), request.pair(b, a));
    const latencyMs = (node: string) => Number(node.split('-')[1]);
    const choice = selectSigners(large, candidates(members, { required, request: { ...request, pair }, latencyMs }));
    expect(choice?.parties).toEqual([...members.slice(1, 20), 40]);
  });

  test('one side of a network split is found, although the fastest nodes are on the other', () => {
    const latencyMs = (node: string) => Number(node.split('-')[1]);
    const isFew = (node: string) => latencyMs(node) <= 15;
    const request = { node: () => 0, pair: (a: string, b: string) => (isFew(a) === isFew(b) ? 0 : 4) };
    const choice = selectSigners(large, candidates(members, { request, latencyMs }));
    expect(choice?.parties.every((party) => party > 15)).toBe(true);
  });

  test('every quorum is met exactly', () => {
    const two = structureOf('frost-ed25519', [10, members.slice(0, 20)], [3, members.slice(20)]);
    const choice = selectSigners(two, candidates(members.slice(5)));
    expect(choice?.assignment.map(({ length }) => length)).toEqual([10, 3]);
  });
});
