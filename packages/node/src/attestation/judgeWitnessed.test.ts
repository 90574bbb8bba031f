import { sampleAttestation } from '@quorate/requests/testing';
import { attestationHash, NO_ATTESTATION, type SignedAttestation } from '@quorate/tss-core';
import { describe, expect, test } from 'vitest';
import { judgeWitnessed, WITNESS_WINDOW } from './judgeWitnessed.ts';
import { witnessQuorum } from './witnessQuorum.ts';

const filled = (byte: number) => new Uint8Array(32).fill(byte);

/** Attestations 1 to `length` of one module, the nonce of each telling which life it is of. */
function chain(length: number, life = 1, before: readonly SignedAttestation[] = []): SignedAttestation[] {
  const made = [...before];
  while (made.length < length) {
    const last = made.at(-1);
    const place = { sequence: made.length + 1, previous: last ? attestationHash(last.statement) : NO_ATTESTATION };
    const about = { cluster: filled(1), node: 'hsm-1', key: filled(2), epoch: 1, purpose: 'ready' } as const;
    const said = { subject: filled(3), contents: filled(4), policyHash: filled(5), nonce: filled(life) };
    made.push(sampleAttestation({ ...about, ...said, ...place }));
  }
  return made;
}

const witnessed = (attestations: readonly SignedAttestation[], used = true) =>
  attestations.map((attested) => ({ attested, used }));
const all = chain(WITNESS_WINDOW + 10);
const nth = (sequence: number, of = all) => of[sequence - 1] ?? sampleAttestation(all[0]?.statement ?? Object());
const judge = (known: readonly SignedAttestation[], next: SignedAttestation, used = true) =>
  judgeWitnessed(witnessed(known, used), next);

describe('attack 40: what a witness makes of the place of an attestation', () => {
  test('the next one, and one after a gap, are new', () => {
    expect(judge([], nth(1))).toBe('new');
    expect(judge([], nth(7))).toBe('new');
    expect(judge(all.slice(0, 5), nth(6))).toBe('new');
    expect(judge(all.slice(0, 5), nth(9))).toBe('new');
  });

  test('each counts once: word of it before does not use it up', () => {
    expect(judge(all.slice(0, 5), nth(3))).toBe('used');
    expect(judge(all.slice(0, 5), nth(3), false)).toBe('known');
  });

  test('a late one counts within the window, and not below', () => {
    const [highest] = [all.length];
    const known = [nth(highest)];
    expect(judge(known, nth(highest - WITNESS_WINDOW + 1))).toBe('new');
    expect(judge(known, nth(highest - WITNESS_WINDOW))).toBe('stale');
  });

  test('after a backup was restored, the same place says something else', () => {
    const restored = chain(12, 2, all.slice(0, 5));
    expect(judge(all.slice(0, 8), nth(6, restored))).toBe('forked');
    expect(judge(all.slice(0, 8), nth(9, restored))).toBe('forked'); // does not follow the eighth
    expect(judge([...all.slice(0, 5), nth(7)], nth(6, restored))).toBe('forked'); // the seventh does not follow it
    expect(judge(all.slice(0, 5), nth(6, restored))).toBe('new'); // nobody knows better
  });

  test('a first one follows nothing', () => {
    const { statement } = nth(1);
    expect(judge([], sampleAttestation({ ...statement, previous: filled(9) }))).toBe('forked');
  });
});

test.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [6, 4],
  [7, 5],
  [10, 7],
])('of %i other nodes %i are heard', (others, heard) => {
  expect(witnessQuorum(others)).toBe(heard);
  const faulty = Math.max(0, Math.floor((others - 1) / 3));
  // Any two such sets share an honest node, and there is one although the faulty are silent.
  expect(2 * heard - others).toBeGreaterThanOrEqual(Math.min(others, faulty + 1));
  expect(heard).toBeLessThanOrEqual(others - faulty);
});
