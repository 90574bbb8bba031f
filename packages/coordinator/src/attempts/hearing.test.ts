import type { Conviction } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import type { SignerAnswer } from './attemptEnd.ts';
import { Hearing } from './hearing.ts';

const PROOF = Uint8Array.of(1);
const conviction: Conviction = {
  ...{ code: 'invalid-share', kind: 'signing', key: new Uint8Array(32), session: new Uint8Array(32) },
  culprits: [],
};
type Words = readonly (readonly [node: string, answer: SignerAnswer])[];

/** What is concluded once all of these were heard, and the first that left no doubt. */
async function heard(words: Words) {
  const hearing = new Hearing(async (evidence) => (evidence === PROOF ? conviction : undefined));
  for (const [node, answer] of words) {
    const end = await hearing.take({ node, answer });
    if (end) return { end, hearing };
  }
  return { end: hearing.conclude(), hearing };
}

function stall(reporter: string, missing: readonly string[], left: readonly string[] = []): SignerAnswer {
  return { kind: 'stalled', reporter, missing, left, reason: `${reporter} waited` };
}

function accusation(reporter: string, evidence = new Uint8Array(0)): SignerAnswer {
  return { kind: 'accusation', reporter, code: 'invalid-share', evidence };
}

const refusal: SignerAnswer = { kind: 'refused', node: 'a', code: 'busy', reason: 'busy' };
const told = stall('a', []);

test.each<[string, Words, object]>([
  [
    'proof, after a stall',
    [
      ['b', stall('b', ['a'])],
      ['a', accusation('a', PROOF)],
    ],
    { kind: 'fault', reporter: 'a' },
  ],
  [
    'proof, after a false accusation',
    [
      ['b', accusation('b')],
      ['a', accusation('a', PROOF)],
    ],
    { kind: 'fault', reporter: 'a' },
  ],
  [
    'the first stall, where it names who has not left',
    [
      ['b', stall('b', ['c'])],
      ['a', stall('a', ['b'])],
    ],
    { reporter: 'b' },
  ],
  [
    'the word of who left',
    [
      ['b', stall('b', ['a'], ['a'])],
      ['a', refusal],
    ],
    refusal,
  ],
  [
    'whom that one waited for',
    [
      ['b', stall('b', ['a'], ['a'])],
      ['a', stall('a', ['c'])],
    ],
    { reporter: 'a', missing: ['c'] },
  ],
  [
    'the end of a chain of those who left',
    [
      ['b', stall('b', ['a'], ['a'])],
      ['c', stall('c', ['d'])],
      ['a', stall('a', ['c'], ['c'])],
    ],
    { reporter: 'c', missing: ['d'] },
  ],
  [
    'the stall, where who left was only told to',
    [
      ['b', stall('b', ['a'], ['a'])],
      ['a', told],
    ],
    { reporter: 'b' },
  ],
  [
    'one of two who only saw each other leave',
    [
      ['b', stall('b', ['a'], ['a'])],
      ['a', stall('a', ['b'], ['b'])],
    ],
    { kind: 'stalled', missing: ['b'] },
  ],
  [
    'a stall that names another than who left',
    [
      ['b', stall('b', ['c'], ['a'])],
      ['a', refusal],
    ],
    { reporter: 'b', missing: ['c'] },
  ],
  [
    'a false accusation',
    [
      ['a', accusation('a')],
      ['b', told],
    ],
    { kind: 'unproven', reporters: ['a'], beside: undefined },
  ],
  [
    'a false accusation and nothing besides, where others only saw the accuser leave',
    [
      ['b', stall('b', ['a'], ['a'])],
      ['a', accusation('a')],
    ],
    { kind: 'unproven', reporters: ['a'], beside: undefined },
  ],
  [
    'a false accusation, and who was waited for in vain all the same',
    [
      ['a', accusation('a')],
      ['b', stall('b', ['c', 'a'])],
    ],
    { kind: 'unproven', reporters: ['a'], beside: { reporter: 'b', missing: ['c'] } },
  ],
  [
    'everybody who accuses falsely',
    [
      ['a', accusation('a')],
      ['c', accusation('c')],
      ['b', stall('b', ['a', 'c'], ['a', 'c'])],
    ],
    { kind: 'unproven', reporters: ['a', 'c'], beside: undefined },
  ],
])('a session failed of %s', async (_, words, expected) => {
  expect((await heard(words)).end).toMatchObject(expected);
});

test('whoever left by its own word is awaited, and after a false accusation everybody', async () => {
  const { hearing } = await heard([['b', stall('b', ['c', 'a'], ['a'])]]);
  expect(['a', 'c'].map((node) => hearing.awaits(node))).toEqual([true, false]);
  await hearing.take({ node: 'a', answer: accusation('a') });
  expect(hearing.awaits('c')).toBe(true);
});
