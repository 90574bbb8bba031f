import { type PartyIndex, partyIndex, RequestRejected } from '@quorate/tss-core';
import { decodeFrame } from '@quorate/tss-core/wire';
import { describe, expect, test, vi } from 'vitest';
import type { Params, Step } from '../vault/vault.ts';
import { RunningSession, type SessionPlan } from './runningSession.ts';

const [TWO, THREE] = [2, 3].map(partyIndex) as [PartyIndex, PartyIndex];
const ID = new Uint8Array(32).fill(7);
const MESSAGE = new Uint8Array([1, 2, 3]);
const waiting = (...waitingFor: PartyIndex[]): Step => ({ send: [], waitingFor });
const opening: Step = {
  send: [
    { to: TWO, payload: MESSAGE },
    { to: THREE, payload: MESSAGE },
  ],
  waitingFor: [TWO, THREE],
};

interface Overrides {
  readonly receive?: (params: Params<'receive'>) => Promise<Step>;
  readonly giveUp?: () => Promise<Step>;
  readonly store?: SessionPlan['store'];
  readonly send?: (node: string) => Promise<void>;
  readonly down?: Set<string>;
}

/** A session of this node with node-2 and node-3, over links and a vault that the test plays. */
function sessionWith(overrides: Overrides = {}) {
  const sent: { node: string; payload: Uint8Array }[] = [];
  const aborted: string[] = [];
  const problems: unknown[] = [];
  const down = overrides.down ?? new Set<string>();
  const plan: SessionPlan = {
    id: ID,
    peers: new Map([
      [TWO, 'node-2'],
      [THREE, 'node-3'],
    ]),
    open: async () => opening,
    isHeavy: false,
    store: overrides.store ?? (() => undefined),
  };
  const session = new RunningSession(plan, {
    vault: {
      receive: overrides.receive ?? (async () => waiting(TWO, THREE)),
      checkpointed: async () => ({
        ...waiting(),
        outcome: { kind: 'certified', certificate: MESSAGE },
      }),
      giveUp: overrides.giveUp ?? (() => Promise.reject(new RequestRejected('session-over', 'it has ended'))),
      abort: async ({ session: id }) => {
        aborted.push(id);
        return {};
      },
    },
    links: {
      async send(node, _session, payload) {
        sent.push({ node, payload });
        await overrides.send?.(node);
      },
      isLinked: (node) => !down.has(node),
    },
    roundTimeoutMs: 1000,
    onProblem: (problem) => problems.push(problem),
  });
  return { session, sent, aborted, problems, down };
}

function abortsIn(sent: readonly { node: string; payload: Uint8Array }[]): string[] {
  return sent.flatMap(({ node, payload }) => {
    if (payload === MESSAGE) return [];
    const frame = decodeFrame(payload);
    return frame.kind === 'abort' ? [`${node}: ${frame.value.reason}`] : [];
  });
}

test('an outcome of the vault ends the session; after a success nobody is told to leave', async () => {
  const signed: Step = { ...waiting(), outcome: { kind: 'signed', signatures: [MESSAGE] } };
  const { session, sent, aborted } = sessionWith({ receive: async () => signed });
  session.begin(opening);
  await session.receive('node-2', MESSAGE);
  expect(await session.ended).toEqual({ kind: 'signed', signatures: [MESSAGE] });
  expect([abortsIn(sent), aborted]).toEqual([[], []]);
});

test('a deadline names who is missing, tells all peers at once and blames nobody', async () => {
  vi.useFakeTimers();
  try {
    const { session, sent, aborted } = sessionWith({ receive: async () => waiting(THREE) });
    session.begin(opening);
    await session.receive('node-2', MESSAGE);
    vi.advanceTimersByTime(1000);
    expect(await session.ended).toEqual({
      kind: 'stalled',
      missing: [THREE],
      left: [],
      reason: 'waited 1000 ms in vain for node-3',
    });
    expect(abortsIn(sent)).toEqual([
      'node-2: waited 1000 ms in vain for node-3',
      'node-3: waited 1000 ms in vain for node-3',
    ]);
    expect(aborted).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test('a peer that drips frames does not move the deadline, a new round does', async () => {
  vi.useFakeTimers();
  try {
    const answers = [waiting(THREE), { ...opening, waitingFor: [TWO] }, waiting(TWO)];
    const { session } = sessionWith({ receive: async () => answers.shift() ?? waiting(TWO) });
    session.begin(opening);
    vi.advanceTimersByTime(900);
    await session.receive('node-2', MESSAGE);
    await session.receive('node-3', MESSAGE); // a new round begins
    vi.advanceTimersByTime(900);
    await session.receive('node-3', MESSAGE);
    expect(session.isOpen).toBe(true);
    vi.advanceTimersByTime(100);
    expect(await session.ended).toMatchObject({ kind: 'stalled', missing: [TWO] });
  } finally {
    vi.useRealTimers();
  }
});

test('a frame that came in time counts, however long the vault takes to read it', async () => {
  vi.useFakeTimers();
  try {
    const vault = Promise.withResolvers<Step>();
    const { session } = sessionWith({ receive: () => vault.promise });
    session.begin(opening);
    const received = session.receive('node-2', MESSAGE);
    vi.advanceTimersByTime(5000);
    expect(session.isOpen).toBe(true);
    vault.resolve({ ...waiting(), outcome: { kind: 'signed', signatures: [] } });
    await received;
    expect(await session.ended).toMatchObject({ kind: 'signed' });
  } finally {
    vi.useRealTimers();
  }
});

test('a lost link ends the session at once if its peer is waited for', async () => {
  const { session, down } = sessionWith({ receive: async () => waiting(THREE) });
  session.begin(opening);
  await session.receive('node-2', MESSAGE);
  down.add('node-2');
  session.linkDown('node-2');
  session.linkDown('node-9');
  expect(session.isOpen).toBe(true);
  session.linkDown('node-3');
  expect(await session.ended).toEqual({
    kind: 'stalled',
    missing: [THREE],
    left: [],
    reason: 'lost the link to node-3',
  });
});

test.each<[string, (session: ReturnType<typeof sessionWith>) => void]>([
  ['a link is lost', ({ session, down }) => session.linkDown([...down.add('node-3')][0] ?? '')],
  ['the coordinator ends it', ({ session }) => session.abort('coordinator-1 ended the session')],
])('what the vault can prove counts even when %s', async (_, end) => {
  const fault = { kind: 'fault', code: 'wrong-dealt-share', culprits: [THREE], evidence: MESSAGE } as const;
  const parts = sessionWith({ giveUp: async () => ({ ...waiting(), outcome: fault }) });
  parts.session.begin(opening);
  end(parts);
  expect(parts.session.isOpen).toBe(false);
  expect(await parts.session.ended).toEqual(fault);
  expect(abortsIn(parts.sent)).toEqual(['node-2: found wrong-dealt-share', 'node-3: found wrong-dealt-share']);
});

describe('a session that the coordinator ends while the vault is in a step', () => {
  const ended = 'coordinator-1 ended the session';
  const fault = { kind: 'fault', code: 'invalid-share', culprits: [THREE], evidence: MESSAGE } as const;
  const stall = { kind: 'stalled', missing: [], left: [], reason: ended };

  function inStep(giveUp?: () => Promise<Step>) {
    const step = Promise.withResolvers<Step>();
    const parts = sessionWith({ receive: () => step.promise, ...(giveUp ? { giveUp } : {}) });
    parts.session.begin(opening);
    void parts.session.receive('node-3', MESSAGE);
    parts.session.abort(ended);
    expect(abortsIn(parts.sent)).toEqual([`node-2: ${ended}`, `node-3: ${ended}`]);
    return { ...parts, step };
  }

  test.each<[string, Step, object]>([
    ['ends with the proof that this finds', { ...waiting(), outcome: fault }, fault],
    ['gives no signature any more', { ...waiting(), outcome: { kind: 'signed', signatures: [MESSAGE] } }, stall],
    ['is as it would be without', waiting(TWO), stall],
  ])('%s', async (_, step, expected) => {
    const made = inStep();
    made.step.resolve(step);
    expect(await made.session.ended).toEqual(expected);
    expect(abortsIn(made.sent)).toHaveLength(2);
    expect(made.aborted).toHaveLength(1);
  });

  test('ends with the proof that all frames together make', async () => {
    const made = inStep(async () => ({ ...waiting(), outcome: fault }));
    made.step.resolve(waiting(TWO));
    expect(await made.session.ended).toEqual(fault);
  });

  test('is over when the vault fails', async () => {
    const made = inStep();
    made.step.reject(new Error('the vault is gone'));
    expect(await made.session.ended).toEqual(stall);
  });

  test('does not wait for a vault that is frozen', async () => {
    vi.useFakeTimers();
    try {
      const made = inStep();
      vi.advanceTimersByTime(3_000);
      expect(await made.session.ended).toEqual(stall);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('who left while others were still waited for is told beside these', async () => {
  const knows = { kind: 'stalled', missing: [THREE], left: [TWO], reason: 'given up' } as const;
  const { session, down } = sessionWith({ giveUp: async () => ({ ...waiting(), outcome: knows }) });
  session.begin(opening);
  down.add('node-3');
  session.linkDown('node-3');
  expect(await session.ended).toMatchObject({ missing: [THREE], left: [TWO], reason: 'lost the link to node-3' });
});

test('a session that has ended stays as it ended, whatever the coordinator does then', async () => {
  const fault = { kind: 'fault', code: 'invalid-share', culprits: [THREE], evidence: MESSAGE } as const;
  const { session } = sessionWith({ receive: async () => ({ ...waiting(), outcome: fault }) });
  session.begin(opening);
  await session.receive('node-3', MESSAGE);
  session.abort('coordinator-1 ended the session');
  expect(await session.ended).toEqual(fault);
});

test('a peer that takes no frames is missing', async () => {
  const { session } = sessionWith({
    send: (node) => (node === 'node-3' ? Promise.reject(new Error()) : Promise.resolve()),
  });
  session.begin(opening);
  expect(await session.ended).toMatchObject({ kind: 'stalled', missing: [THREE] });
});

test('frames of nodes outside the session never reach the vault', async () => {
  const receive = vi.fn(async () => waiting(TWO, THREE));
  const { session } = sessionWith({ receive });
  session.begin(opening);
  await session.receive('node-9', MESSAGE);
  expect(receive).not.toHaveBeenCalled();
  expect([session.isPeer('node-2'), session.isPeer('node-9')]).toEqual([true, false]);
});

test('a ceremony goes on only after its checkpoint was stored', async () => {
  const stored: unknown[] = [];
  const checkpoint = { statement: MESSAGE, sealed: MESSAGE };
  const { session } = sessionWith({
    receive: async () => ({ ...waiting(), checkpoint }),
    store: (given) => stored.push(given),
  });
  session.begin(opening);
  await session.receive('node-2', MESSAGE);
  expect(await session.ended).toMatchObject({ kind: 'certified' });
  expect(stored).toEqual([checkpoint]);
});

test('a ceremony that cannot be stored is left', async () => {
  const { session, sent, problems } = sessionWith({
    receive: async () => ({ ...waiting(), checkpoint: { statement: MESSAGE, sealed: MESSAGE } }),
    store() {
      throw new RequestRejected('name-taken', 'a key of that name is active already');
    },
  });
  session.begin(opening);
  await session.receive('node-2', MESSAGE);
  expect(await session.ended).toMatchObject({ kind: 'refused', code: 'name-taken' });
  expect(abortsIn(sent)).toHaveLength(2);
  expect(problems).toHaveLength(1);
});

test('a bug is told to nobody but the log', async () => {
  const { session, sent, problems } = sessionWith({ receive: () => Promise.reject(new Error('secret detail')) });
  session.begin(opening);
  await session.receive('node-2', MESSAGE);
  const end = await session.ended;
  expect(end).toMatchObject({ kind: 'refused', code: 'internal' });
  expect(JSON.stringify([end, abortsIn(sent)])).not.toContain('secret detail');
  expect(problems).toHaveLength(1);
});

test('a session ended while it opens stays ended', async () => {
  const { session, sent } = sessionWith();
  session.abort('coordinator-1 ended the session');
  session.begin(opening);
  expect(await session.ended).toEqual({
    kind: 'stalled',
    missing: [],
    left: [],
    reason: 'coordinator-1 ended the session',
  });
  expect(sent.filter(({ payload }) => payload === MESSAGE)).toEqual([]);
});
