import { type PartyIndex, partyIndex, type Ready } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { frozen } from '../testing/fakeNodes.ts';
import { type GatherOptions, gatherReadies } from './gatherReadies.ts';

const parties = [1, 2, 3].map((i) => ({ index: partyIndex(i), node: `node-${i}` }));
const FIRST = [partyIndex(1), partyIndex(2)];
const NEVER_MS = 1 << 30;

const readyOf = (index: PartyIndex): Ready => ({
  ...{ party: index, nonce: new Uint8Array(32), policyHash: new Uint8Array(32) },
  ...{ reservation: null, attestation: null, signature: new Uint8Array(64) },
});

/** Two of three nodes suffice, of whom some do what a test says; those that were asked, in order, and what came of it. */
async function gathered(answers: Record<string, GatherOptions['ask']>, options: Partial<GatherOptions> = {}) {
  const asked: string[] = [];
  const gathering = await gatherReadies({
    ...{ parties, first: FIRST, othersAfterMs: NEVER_MS, signal: new AbortController().signal },
    async ask(node, signal) {
      asked.push(node);
      const index = parties.find((one) => one.node === node)?.index ?? partyIndex(1);
      return answers[node]?.(node, signal) ?? { kind: 'ready', value: readyOf(index) };
    },
    accepts: () => true,
    patience: ({ readies }) => (readies.size >= 2 ? 0 : undefined),
    ...options,
  });
  return { asked, ready: [...gathering.readies.keys()], unanswered: [...gathering.unanswered] };
}

test('where the first suffice nobody else is asked', async () => {
  expect(await gathered({})).toEqual({ asked: ['node-1', 'node-2'], ready: [1, 2], unanswered: [3] });
});

test('without first ones everybody is asked at once', async () => {
  const { asked } = await gathered({}, { first: undefined });
  expect(asked).toEqual(['node-1', 'node-2', 'node-3']);
});

test.each<[string, GatherOptions['ask']]>([
  ['denies', async () => ({ kind: 'denied', value: { code: 'denied-by-rules', reasons: [] } })],
  ['cannot be reached', () => Promise.reject(new Error('no link'))],
])('as soon as one of them %s, the others are asked', async (_, answer) => {
  expect(await gathered({ 'node-2': answer })).toMatchObject({ asked: ['node-1', 'node-2', 'node-3'], ready: [1, 3] });
});

test('a ready that is not accepted is none', async () => {
  const { ready } = await gathered({}, { accepts: (party) => party !== partyIndex(1) });
  expect(ready).toEqual([2, 3]);
});

test('while one of them is late the others are asked, and whoever answers counts', async () => {
  const { ready, unanswered } = await gathered({ 'node-1': frozen }, { othersAfterMs: 1 });
  expect(ready).toEqual([2, 3]);
  expect(unanswered).toEqual([1]);
});

test('where their answers do not suffice the others are asked', async () => {
  const { ready } = await gathered({}, { patience: ({ readies }) => (readies.size === 3 ? 0 : undefined) });
  expect(ready).toEqual([1, 2, 3]);
});

test('nobody is asked once it is over', async () => {
  const over = new AbortController();
  const { asked, ready } = await gathered(
    {
      'node-2': () => {
        over.abort();
        return frozen();
      },
    },
    { signal: over.signal, patience: () => undefined },
  );
  expect(asked).toEqual(['node-1', 'node-2']);
  expect(ready.length).toBeLessThan(2);
});
