import { describe, expect, test } from 'vitest';
import { partyIndex } from '../keys/structure.ts';
import {
  type Adversary,
  corrupting,
  dropping,
  forging,
  identitySecretOf,
  keygenResults,
  misreporting,
  repeating,
  replaying,
  seededRandom,
  simulateKeygen,
  simulateSigning,
  structureOf,
} from '../testing/index.ts';
import { type Envelope, signEnvelope } from '../wire/envelope.ts';
import { decodeFrame, encodeFrame } from './frame.ts';

const p = partyIndex;
const run = keygenResults(simulateKeygen(structureOf('frost-ed25519', [2, [1, 2, 3]]), 'session tests'));
const MESSAGE = [Uint8Array.of(1, 2, 3)];
const sign = (adversary?: Adversary, seed = 'signing') =>
  simulateSigning(run, [[p(1), p(2)]], MESSAGE, seed, adversary ? { adversary } : {});

function envelopesOf(seed: string): readonly Envelope[] {
  const seen: Envelope[] = [];
  const adversary: Adversary = {
    corrupt: new Set([p(2)]),
    tamper({ frame }) {
      if (frame.kind === 'envelope') seen.push(frame.value);
      return [frame];
    },
  };
  sign(adversary, seed);
  return seen;
}

/** Party 1 is honest: it must neither sign nor blame. */
function expectUnblamed(adversary: Adversary): void {
  const outcome = sign(adversary).outcomes.get(p(1));
  expect(outcome).toMatchObject({ kind: 'stalled' });
}

describe('attack 33', () => {
  test('a duplicated envelope changes nothing', () => {
    for (const outcome of sign(repeating(p(2), { round: 1 })).outcomes.values()) expect(outcome.kind).toBe('done');
  });

  test('a reordered delivery changes nothing', () => {
    const { outcomes } = simulateSigning(run, [[p(1), p(3)]], MESSAGE, 1, { schedule: seededRandom('order') });
    for (const outcome of outcomes.values()) expect(outcome.kind).toBe('done');
  });

  test('an envelope replayed from another session is no message of this one', () => {
    const [replayed] = envelopesOf('an earlier session');
    if (!replayed) throw new Error('nothing to replay');
    expectUnblamed(replaying(p(2), { round: 1 }, [replayed]));
  });

  test('an envelope under a foreign key is no message of the party', () => {
    expectUnblamed(forging(p(2), { round: 1 }, identitySecretOf(9)));
  });

  test('an envelope in the name of another party on its own channel is refused', () => {
    const [own] = envelopesOf('signing');
    if (!own) throw new Error('nothing to forge');
    const forged = signEnvelope({ ...own, from: p(1) }, identitySecretOf(2));
    expectUnblamed(replaying(p(2), { round: 1 }, [forged]));
  });

  test.each([
    ['another version', 0],
    ['another cluster', 1],
    ['another key', 2],
    ['another epoch', 3],
  ])('a truncated or foreign header is refused: %s', (_, field) => {
    const [own] = envelopesOf('signing');
    if (!own) throw new Error('nothing to change');
    const { version: _version, ...rest } = own;
    const changed = [
      () => encodeFrame({ kind: 'envelope', value: own }).subarray(1),
      () =>
        encodeFrame({
          kind: 'envelope',
          value: signEnvelope({ ...own, cluster: new Uint8Array(32) }, identitySecretOf(2)),
        }),
      () =>
        encodeFrame({
          kind: 'envelope',
          value: signEnvelope({ ...own, key: new Uint8Array(32) }, identitySecretOf(2)),
        }),
      () =>
        encodeFrame({ kind: 'envelope', value: signEnvelope({ ...rest, version: 1, epoch: 7 }, identitySecretOf(2)) }),
    ][field];
    const encoded = changed?.() ?? new Uint8Array(0);
    const decodes = () => decodeFrame(encoded);
    if (field === 0) {
      expect(decodes).toThrow();
    } else {
      const frame = decodes();
      if (frame.kind !== 'envelope') throw new Error('not an envelope');
      expectUnblamed(replaying(p(2), { round: 1 }, [frame.value]));
    }
  });

  test('a message for a round that no protocol has is refused', () => {
    const [own] = envelopesOf('signing');
    if (!own) throw new Error('nothing to change');
    expectUnblamed(replaying(p(2), { round: 1 }, [signEnvelope({ ...own, round: 9 }, identitySecretOf(2))]));
  });
});

test('attack 39: silence in the last round names the silent party as missing and blames nobody', () => {
  const { outcomes } = sign(dropping(p(2), { round: 2 }));
  expect(outcomes.get(p(1))).toMatchObject({ kind: 'stalled', missing: [2], left: [] });
});

test('attack 21: a peer that reports another commitment list is not judged by ours', () => {
  const { outcomes } = sign(misreporting(p(2), { round: 2 }, new Uint8Array(32)));
  expect(outcomes.get(p(1))).toMatchObject({ kind: 'stalled', missing: [2] });
});

test('two different commitments of one party to two signers are proven as equivocation', () => {
  const wide = keygenResults(simulateKeygen(structureOf('frost-ed25519', [3, [1, 2, 3]]), 'wide'));
  const adversary = corrupting(p(2), { round: 1, receivers: [p(3)] }, (body) => body.with(20, (body[20] ?? 0) ^ 1));
  const { outcomes } = simulateSigning(wide, [[p(1), p(2), p(3)]], MESSAGE, 'equivocation', { adversary });
  const faults = [outcomes.get(p(1)), outcomes.get(p(3))].filter((outcome) => outcome?.kind === 'fault');
  expect(faults.length).toBeGreaterThan(0);
  for (const fault of faults) expect(fault).toMatchObject({ fault: { culprits: [2] } });
});
