import { describe, expect, test } from 'vitest';
import { type PartyIndex, partyIndex } from '../keys/structure.ts';
import { broadcast, broadcastWithDirect, type Protocol } from '../protocol/protocol.ts';
import {
  identitiesOf,
  identitySecretOf,
  keygenResults,
  misreporting,
  seededRandom,
  simulateKeygen,
  simulateSigning,
  structureOf,
} from '../testing/index.ts';
import { bytes, encodeCbor } from '../wire/codec.ts';
import { type Envelope, type SessionHeader, signEnvelope, type UnsignedEnvelope } from '../wire/envelope.ts';
import { inboxHash } from '../wire/inbox.ts';
import { decodeFrame, encodeFrame, type Frame } from './frame.ts';
import { Session } from './session.ts';
import type { SessionOutput } from './sessionOutcome.ts';

const p = partyIndex;
const identities = identitiesOf(structureOf('frost-ed25519', [2, [1, 2, 3]]));
const header: SessionHeader = {
  cluster: new Uint8Array(32).fill(1),
  key: new Uint8Array(32).fill(2),
  epoch: 1,
  session: new Uint8Array(32).fill(3),
};
const codec = bytes({ max: 8 });
const first = { number: 1, name: 'first', codec };
const second = { number: 2, name: 'second', codec };
const MESSAGE = Uint8Array.of(1);
const BODY = encodeCbor(codec, MESSAGE);
const LIE = encodeCbor(codec, Uint8Array.of(9));

function* twoRounds(): Protocol<string> {
  yield* broadcast(first, MESSAGE);
  yield* broadcast(second, MESSAGE);
  return 'done';
}

/** Party 1 under attack. */
function sessionOf<R>(protocol: Protocol<R>): Session<R> {
  return new Session({ header, self: p(1), identities, identitySecret: identitySecretOf(1), protocol });
}

function envelope(from: number, change: Partial<UnsignedEnvelope> = {}): Envelope {
  const unsigned = {
    ...header,
    version: 1,
    round: 1,
    from: p(from),
    to: 'all',
    inbox: inboxHash([]),
    body: BODY,
  } as const;
  return signEnvelope({ ...unsigned, ...change }, identitySecretOf(from));
}

const says = (value: Envelope) => encodeFrame({ kind: 'envelope', value });
const shows = (...value: readonly Envelope[]) => encodeFrame({ kind: 'show', value });
const leaves = encodeFrame({ kind: 'abort', value: { reason: 'bye' } });

function shownTo(to: PartyIndex, { send }: SessionOutput<unknown>): readonly Frame[] {
  return send.filter((sent) => sent.to === to).map(({ frame }) => decodeFrame(frame));
}

/** Party 1 has finished round 1, in which party 3 told it one thing, and knows from party 2 that views differ. */
function inDispute() {
  const session = sessionOf(twoRounds());
  session.start();
  for (const from of [2, 3]) session.receive(p(from), says(envelope(from)));
  const seenBy2 = [envelope(1), envelope(2), envelope(3, { body: LIE })];
  session.receive(p(3), says(envelope(3, { round: 2, inbox: inboxHash([1, 2, 3].map((from) => envelope(from))) })));
  session.receive(p(2), says(envelope(2, { round: 2, inbox: inboxHash(seenBy2) })));
  expect(session.waitingFor()).toEqual([2, 3]);
  return { session, seenBy2 };
}

describe('frames before the start', () => {
  test.each([
    ['a show', shows(envelope(2)), 'shown'],
    ['an abort', leaves, 'stalled'],
    ['nonsense', Uint8Array.of(0xff), 'stalled'],
  ])('%s stops the session, which then starts nothing', (_, frame, state) => {
    const session = sessionOf(twoRounds());
    session.receive(p(2), frame);
    const { outcome, send } = session.start();
    expect(send).toEqual([]);
    if (state === 'stalled') expect(outcome).toMatchObject({ kind: 'stalled', missing: [2] });
    else expect(session.waitingFor()).toEqual([3]);
    expect(() => session.start()).toThrow(/starts once/);
  });

  test('envelopes wait for the rounds they are for', () => {
    const session = sessionOf(twoRounds());
    const seen = inboxHash([1, 2, 3].map((from) => envelope(from)));
    for (const from of [2, 3]) {
      session.receive(p(from), says(envelope(from, { round: 2, inbox: seen })));
      session.receive(p(from), says(envelope(from)));
    }
    expect(session.start().outcome).toEqual({ kind: 'done', result: 'done' });
  });
});

test('after a bug in its protocol a session never passes for done', () => {
  function* buggy(): Protocol<string> {
    yield* broadcast(first, MESSAGE);
    throw new TypeError('a bug');
  }
  const session = sessionOf(buggy());
  session.start();
  session.receive(p(2), says(envelope(2)));
  expect(() => session.receive(p(3), says(envelope(3)))).toThrow(TypeError);
  expect(session.receive(p(2), says(envelope(2))).outcome).toMatchObject({ kind: 'stalled', missing: [] });
});

describe('attack 34: floods', () => {
  test('what is held is not verified again', () => {
    const session = sessionOf(twoRounds());
    session.start();
    session.receive(p(2), says(envelope(2)));
    const unverifiable = { ...envelope(2), signature: new Uint8Array(65) };
    expect(session.receive(p(2), says(unverifiable)).outcome).toBeUndefined();
    expect(session.receive(p(3), says({ ...envelope(3), signature: new Uint8Array(65) })).outcome).toMatchObject({
      kind: 'stalled',
      missing: [3],
    });
  });

  test('what is for rounds that its sender cannot have reached is not held', () => {
    const session = sessionOf(twoRounds());
    session.start();
    expect(session.receive(p(2), says(envelope(2, { round: 3 }))).outcome).toBeUndefined();
    expect(session.receive(p(3), shows(envelope(3, { round: 4 }))).outcome).toMatchObject({
      kind: 'stalled',
      missing: [3],
    });
  });

  test('whoever shows twice and proves nothing ends the session, in its own name', () => {
    const { session } = inDispute();
    session.receive(p(3), shows(envelope(3)));
    expect(session.receive(p(3), shows(envelope(3))).outcome).toMatchObject({ kind: 'stalled', missing: [3] });
  });
});

describe('whom a stalled session names', () => {
  test('a party that leaves, so that a coordinator does not choose it again and again', () => {
    const session = sessionOf(twoRounds());
    session.start();
    expect(session.receive(p(3), leaves).outcome).toMatchObject({ kind: 'stalled', missing: [3], left: [3] });
  });

  test('a party that shows without a reason', () => {
    const session = sessionOf(twoRounds());
    session.start();
    session.receive(p(3), shows(envelope(3)));
    expect(session.receive(p(2), shows(envelope(2), envelope(3))).outcome).toMatchObject({ missing: [3] });
  });

  test('a party that makes others dispute and then leaves', () => {
    const { session } = inDispute();
    session.receive(p(2), leaves);
    expect(session.receive(p(3), shows(envelope(3))).outcome).toMatchObject({
      kind: 'stalled',
      missing: [2],
      left: [2],
    });
  });

  test('a party that leaves a dispute, beside one that says nothing more', () => {
    const { session } = inDispute();
    session.receive(p(2), leaves);
    expect(session.giveUp('a deadline')).toMatchObject({ outcome: { kind: 'stalled', missing: [3], left: [2] } });
  });

  const run = keygenResults(simulateKeygen(structureOf('frost-ed25519', [3, [1, 2, 3]]), 'misreports'));
  const signers = [[p(1), p(2), p(3)]];

  test('a party that claims to have seen something before the first round', () => {
    const adversary = misreporting(p(2), { round: 1 }, new Uint8Array(32));
    const { outcomes } = simulateSigning(run, signers, [BODY], 'misreport', { adversary });
    for (const honest of [p(1), p(3)]) expect(outcomes.get(honest)).toMatchObject({ kind: 'stalled', missing: [2] });
  });

  test('a party that misreports what it saw, in whatever order frames come', () => {
    const adversary = misreporting(p(2), { round: 2 }, new Uint8Array(32));
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const schedule = seededRandom(seed);
      const { outcomes } = simulateSigning(run, signers, [BODY], 'misreport', { adversary, schedule });
      for (const honest of [p(1), p(3)]) expect(outcomes.get(honest)).toMatchObject({ kind: 'stalled', missing: [2] });
    }
  });
});

describe('equivocation', () => {
  test('a liar that leaves while others show is convicted all the same', () => {
    const { session, seenBy2 } = inDispute();
    expect(session.receive(p(3), leaves).outcome).toBeUndefined();
    const { outcome } = session.receive(p(2), shows(...seenBy2));
    expect(outcome).toMatchObject({ kind: 'fault', fault: { code: 'equivocation', culprits: [3], rounds: [1] } });
  });

  test('whoever finds it shows both envelopes, so that parties with the same view learn of it too', () => {
    const { session, seenBy2 } = inDispute();
    const found = session.receive(p(2), shows(...seenBy2));
    expect(shownTo(p(2), found)).toEqual([{ kind: 'show', value: [envelope(3), envelope(3, { body: LIE })] }]);
    const [frame] = found.send;
    const { session: other } = inDispute();
    const outcome = frame && other.receive(p(2), frame.frame).outcome;
    expect(outcome).toMatchObject({ kind: 'fault', fault: { culprits: [3] } });
  });
});

test('dealt shares that arrived are wiped when the session ends', () => {
  const arrived: Envelope[] = [];
  function* receiving(): Protocol<string> {
    const dealt = new Map([[p(2), BODY]]);
    const { direct } = yield* broadcastWithDirect(first, MESSAGE, dealt);
    arrived.push(...direct.values());
    yield* broadcast(second, MESSAGE);
    return 'done';
  }
  const session = sessionOf(receiving());
  session.start();
  session.receive(p(2), says(envelope(2, { to: p(1), body: Uint8Array.of(7, 7) })));
  for (const from of [2, 3]) session.receive(p(from), says(envelope(from)));
  expect(arrived.map(({ body }) => body)).toEqual([Uint8Array.of(7, 7)]);
  session.abort();
  expect(arrived.map(({ body }) => body)).toEqual([Uint8Array.of(0, 0)]);
});
