import { describe, expect, test } from 'vitest';
import { buildEvidence, encodeEvidence } from '../evidence/evidence.ts';
import { verifyEvidence } from '../evidence/verifyEvidence.ts';
import { type PartyIndex, partyIndex } from '../keys/structure.ts';
import type { Frame } from '../session/frame.ts';
import {
  type Adversary,
  type Cheat,
  changingBroadcast,
  changingDirect,
  type InFlight,
  type SimulatedKeygen,
  seededRandom,
  simulateKeygen,
  structureOf,
  TEST_TRUST,
} from '../testing/index.ts';

const p = partyIndex;
const structure = structureOf('frost-ed25519', [2, [1, 2, 3, 4]]);
const LEAVE: Frame = { kind: 'abort', value: { reason: 'I have to go' } };

/** The cheat deals party 1 a false share. */
const falseShare = changingDirect(p(2), 2, p(1), (body) => body.with(0, (body[0] ?? 0) ^ 1));

/** Corrupt parties that follow the protocol until they send an envelope of `round`, instead of which comes this. */
function from(round: number, instead: (inFlight: InFlight) => readonly Frame[], ...corrupt: number[]): Adversary {
  return {
    corrupt: new Set(corrupt.map(p)),
    tamper(inFlight) {
      const { frame } = inFlight;
      return frame.kind === 'envelope' && frame.value.round >= round ? instead(inFlight) : [frame];
    },
  };
}

const silence = () => [];

/** Whom these parties convict, by evidence that convinces whoever was not there; 'nobody' if they do not. */
function convictedBy({ outcomes, descriptor }: SimulatedKeygen, ...parties: number[]) {
  return parties.map((party) => {
    const outcome = outcomes.get(p(party));
    if (outcome?.kind !== 'fault') return outcome?.kind === 'stalled' ? 'nobody' : `it ended ${outcome?.kind}`;
    const subject = { kind: 'keygen', value: { descriptor } } as const;
    const { code, culprits } = verifyEvidence(
      encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject)),
      TEST_TRUST,
    );
    return `${culprits.map(({ node }) => node)}: ${code}`;
  });
}

function run(cheat: Cheat, adversary: Adversary, seed = 'silent dealer'): SimulatedKeygen {
  return simulateKeygen(structure, seed, { cheat, adversary });
}

describe('attack 15: a dealer of a false share is convicted by everybody though it', () => {
  test('falls silent before it would have to answer', () => {
    const ended = run(falseShare, from(3, silence, 2));
    expect(convictedBy(ended, 1, 3, 4)).toEqual(Array(3).fill('node-2: wrong-dealt-share'));
  });

  test('leaves the session once it hears the complaint', () => {
    const ended = run(
      falseShare,
      from(3, () => [LEAVE], 2),
    );
    expect(convictedBy(ended, 1)).toEqual(['node-2: wrong-dealt-share']);
  });

  test('claims to have seen other dealings than all the others', () => {
    const lie = from(
      3,
      ({ frame, sign }) =>
        frame.kind === 'envelope'
          ? [{ ...frame, value: sign({ ...frame.value, inbox: new Uint8Array(32) }) }]
          : [frame],
      2,
    );
    expect(convictedBy(run(falseShare, lie), 1, 3, 4)).toEqual(Array(3).fill('node-2: wrong-dealt-share'));
  });

  test('has an accomplice who claims to have seen other dealings, or sends what is no verdict', () => {
    for (const spoil of [{ inbox: new Uint8Array(32) }, { inbox: new Uint8Array(32), body: Uint8Array.of(0xff) }]) {
      const tamper = from(
        3,
        ({ from, frame, sign }) => {
          if (from === p(2) || frame.kind !== 'envelope') return [];
          return [{ kind: 'envelope', value: sign({ ...frame.value, ...spoil }) }];
        },
        2,
        4,
      );
      expect(convictedBy(run(falseShare, tamper), 1, 3)).toEqual(Array(2).fill('node-2: wrong-dealt-share'));
    }
  });
});

test('attack 15: a false complaint convicts its author though the dealer whom it accuses has crashed', () => {
  const verdict = Uint8Array.of(0x82, 0x69, ...new TextEncoder().encode('complaint'), 0x82, 0x02, 0x41, 0x00);
  const ended = run(
    changingBroadcast(p(4), 3, () => verdict),
    from(3, ({ from, frame }) => (from === p(2) ? [] : [frame]), 2, 4),
  );
  expect(convictedBy(ended, 1, 3)).toEqual(Array(2).fill('node-4: false-complaint'));
});

describe('attacks 8 and 10: an accomplice who falls silent saves nobody from', () => {
  const changing = (round: number, change: (body: Uint8Array) => Uint8Array) => changingBroadcast(p(2), round, change);

  test.each<[string, Cheat, number, string]>([
    ['what does not decode', changing(1, () => Uint8Array.of(0xff)), 1, 'malformed-message'],
    ['a dealing that was not committed to', changing(1, (body) => body.with(9, 1)), 2, 'bad-opening'],
    ['a forged signature', changing(4, (body) => body.with(9, 1)), 4, 'wrong-certificate-signature'],
  ])('%s', (_, cheat, mute, code) => {
    const accomplice = from(mute, ({ from, frame }) => (from === p(4) ? [] : [frame]), 2, 4);
    expect(convictedBy(run(cheat, accomplice), 1, 3)).toEqual(Array(2).fill(`node-2: ${code}`));
  });
});

describe('attack 39: nobody is convicted', () => {
  test.each([1, 2, 3, 4])('of falling silent in round %i', (round) => {
    const nothing: Cheat = { party: p(2), change: (exchange) => exchange };
    const ended = run(nothing, from(round, silence, 2));
    expect(convictedBy(ended, 1, 3, 4)).toEqual(Array(3).fill('nobody'));
    for (const party of [1, 3, 4]) expect(ended.outcomes.get(p(party))).toMatchObject({ missing: [2] });
  });

  test('who leaves before all have dealt: without their dealings no complaint can say what it saw', () => {
    const cheat = falseShare;
    const left = new Set<PartyIndex>();
    const adversary: Adversary = {
      corrupt: new Set([p(2)]),
      tamper({ frame, to }) {
        const isDealt = frame.kind === 'envelope' && frame.value.round === 2 && frame.value.to !== 'all';
        if (left.has(to)) return [];
        if (isDealt) left.add(to);
        return isDealt ? [frame, LEAVE] : [frame];
      },
    };
    // Party 2 is the first to hear of all commitments, and deals before anybody else.
    const ended = simulateKeygen(structure, 'leaves', { cheat, adversary, schedule: seededRandom('x') });
    expect(convictedBy(ended, 1, 3, 4)).toEqual(Array(3).fill('nobody'));
  });
});
