import type { ControlServer, SignResult } from '@quorate/network';
import type { RequestView } from '@quorate/requests';
import { type Conviction, partyIndex } from '@quorate/tss-core';
import { beforeEach, expect, test } from 'vitest';
import { frozen } from '../testing/fakeNodes.ts';
import { DESK, encodedRequest, type Harness, type HarnessOptions, harness } from '../testing/harness.ts';
import { pause } from '../time/pause.ts';

// Three of four sign: node-1 finds out that node-3 cheats, node-2 sees no more than that node-1 leaves.

const EVIDENCE = Uint8Array.of(1, 2, 3);
const UNTIL_LATE = new AbortController().signal;
const HOURS = 3_600_000;
const stalled = (missing: readonly number[], left: readonly number[] = []): SignResult => ({
  kind: 'stalled',
  value: { missing: missing.map(partyIndex), left: left.map(partyIndex), reason: 'it went no further' },
});
const accused: SignResult = {
  kind: 'fault',
  value: { code: 'invalid-share', culprits: [partyIndex(3)], evidence: EVIDENCE },
};
const sawOneLeave = stalled([1], [1]);
const conviction: Conviction = {
  ...{ code: 'invalid-share', kind: 'signing', key: new Uint8Array(32), session: new Uint8Array(32) },
  culprits: [{ party: partyIndex(3), node: 'node-3' }],
};

/** @param sign makes what would be the signature */
type Answer = (sign: () => SignResult) => SignResult | Promise<SignResult>;

/** Resolves when the coordinator has ended the first session of the test. */
let ended: PromiseWithResolvers<void>;

beforeEach(() => {
  ended = Promise.withResolvers();
});

/** What each node answers in the first session; from then on all are honest. */
async function firstAttempt(
  answers: Readonly<Record<string, Answer>>,
  options: HarnessOptions = {},
): Promise<{ readonly made: Harness; readonly view: RequestView; readonly first: RequestView['attempts'][number] }> {
  const made = harness({ nodes: 4, threshold: 3, convict: () => conviction, ...options });
  made.latency.record('node-4', 1e9);
  for (const [node, answer] of Object.entries(answers)) made.nodes.behave(node, onceOnly(made, node, answer));
  const { view: submitted } = made.requests.submit(DESK, encodedRequest(made.sample, made.key));
  const view = await made.requests.find(DESK, submitted.id, 20_000);
  const [first] = view.attempts;
  if (!first) throw new Error('no attempt');
  expect(first.signers).toEqual(['node-1', 'node-2', 'node-3']);
  return { made, view, first };
}

function onceOnly({ nodes, key }: Harness, node: string, answer: Answer): Pick<ControlServer, 'sign' | 'abort'> {
  let sessions = 0;
  return {
    sign({ descriptor }) {
      const { messages } = nodes.sessions.decode(descriptor);
      if (++sessions > 1) return nodes.sessions.joinAs(node, descriptor);
      return answer(() => ({ kind: 'signed', value: { signatures: key.sign(messages) } }));
    },
    abort({ session }) {
      ended.resolve();
      nodes.sessions.abort(session);
      return {};
    },
  };
}

/** Evidence that arrives when all is over. */
async function accusesLate(): Promise<SignResult> {
  await ended.promise;
  await pause(20, UNTIL_LATE);
  return accused;
}

test('evidence that comes after others have seen the accuser leave convicts all the same', async () => {
  const { first, view } = await firstAttempt({
    'node-1': accusesLate,
    'node-2': () => sawOneLeave,
    'node-3': frozen,
  });
  expect(first).toMatchObject({ outcome: 'fault', culprits: ['node-3'], missing: [], evidence: 'AQID' });
  expect(view.signers).toEqual(['node-1', 'node-2', 'node-4']);
});

test('evidence is heard of whom that one saw leave whom others saw leave', async () => {
  const { first } = await firstAttempt({
    'node-1': accusesLate,
    'node-2': () => ended.promise.then(() => sawOneLeave),
    'node-3': () => stalled([2], [2]),
  });
  expect(first).toMatchObject({ outcome: 'fault', culprits: ['node-3'] });
});

/** Two of three: node-2 cheats, and says at once that it waits in vain for node-1, who accuses it when told to. */
function firstToSpeak(accuses: Promise<unknown>, proven: Promise<unknown>, convict: () => Conviction): Harness {
  const made = harness({ convict });
  made.latency.record('node-3', 1e9);
  const accuse = () => accuses.then(() => accused);
  made.nodes.behave('node-1', onceOnly(made, 'node-1', accuse));
  made.nodes.behave(
    'node-2',
    onceOnly(made, 'node-2', () => stalled([1])),
  );
  made.nodes.behave('node-3', {
    // Both others are doubted by then, so that it is waited for.
    authorize: (call, context) => proven.then(() => made.nodes.honest('node-3').authorize(call, context)),
  });
  return made;
}

const guiltyTwo = { ...conviction, culprits: [{ party: partyIndex(2), node: 'node-2' }] };

test('a cheat that is the first to speak is convicted when the proof comes, and not chosen again', async () => {
  const judged = Promise.withResolvers<void>();
  const proven = judged.promise.then(() => pause(5, UNTIL_LATE));
  const made = firstToSpeak(ended.promise, proven, () => {
    judged.resolve();
    return guiltyTwo;
  });
  const { view: submitted } = made.requests.submit(DESK, encodedRequest(made.sample, made.key));
  const { attempts, signers } = await made.requests.find(DESK, submitted.id, 20_000);
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['fault', 'signed']);
  expect(attempts[0]).toMatchObject({ culprits: ['node-2'], missing: [], fault: 'invalid-share', evidence: 'AQID' });
  expect(signers).toEqual(['node-1', 'node-3']);
});

test('proof that comes after the request was signed changes no answer', async () => {
  const [signed, judged] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const made = firstToSpeak(signed.promise, Promise.resolve(), () => {
    judged.resolve();
    return guiltyTwo;
  });
  const { view: submitted } = made.requests.submit(DESK, encodedRequest(made.sample, made.key));
  const before = await made.requests.find(DESK, submitted.id, 20_000);
  signed.resolve();
  await judged.promise.then(() => pause(5, UNTIL_LATE));
  expect(before.attempts[0]).toMatchObject({ outcome: 'stalled', missing: ['node-1'], culprits: [] });
  expect(await made.requests.find(DESK, submitted.id, 0)).toEqual(before);
});

test('who leaves and then says nothing is waited for no longer than that', async () => {
  const { first, view } = await firstAttempt(
    { 'node-1': frozen, 'node-2': () => sawOneLeave, 'node-3': frozen },
    { timing: { leaverMs: 20 } },
  );
  expect(first).toMatchObject({ outcome: 'stalled', missing: ['node-1'], culprits: [] });
  expect(view.state).toBe('signed');
});

test('who is silent is not waited for', async () => {
  const { first, view } = await firstAttempt(
    { 'node-1': frozen, 'node-2': () => stalled([1]), 'node-3': frozen },
    { timing: { leaverMs: HOURS } },
  );
  expect(first).toMatchObject({ outcome: 'stalled', missing: ['node-1'], culprits: [] });
  expect(view.state).toBe('signed');
});

test('who leaves because it will not is left out, and not whoever saw it', async () => {
  const { first, made } = await firstAttempt({
    'node-1': async () => {
      await ended.promise;
      return { kind: 'refused', value: { code: 'too-many-attempts', reason: 'joined 64 already' } };
    },
    'node-2': () => sawOneLeave,
    'node-3': frozen,
  });
  expect(first).toMatchObject({ outcome: 'refused', fault: 'too-many-attempts', missing: [] });
  expect(made.nodes.callsOf('sign').slice(3)).not.toContain('node-1');
});

test('a signature that comes after a stall is one', async () => {
  const { first } = await firstAttempt({
    'node-1': async (sign) => {
      await ended.promise;
      return sign();
    },
    'node-2': () => sawOneLeave,
    'node-3': frozen,
  });
  expect(first.outcome).toBe('signed');
});

test('a false accusation does not hide true evidence, nor whom others waited for in vain', async () => {
  const isTrue = (evidence: Uint8Array) => (evidence.length > 0 ? conviction : undefined);
  const lie: SignResult = {
    kind: 'fault',
    value: { code: 'invalid-share', culprits: [partyIndex(1)], evidence: new Uint8Array(0) },
  };
  const shielded = await firstAttempt(
    { 'node-1': accusesLate, 'node-2': () => lie, 'node-3': () => stalled([]) },
    { convict: isTrue },
  );
  expect(shielded.first).toMatchObject({ outcome: 'fault', culprits: ['node-3'] });

  ended = Promise.withResolvers();
  const beside = await firstAttempt(
    { 'node-1': () => ended.promise.then(() => stalled([3])), 'node-2': () => lie, 'node-3': frozen },
    { convict: isTrue, timing: { leaverMs: 20 } },
  );
  expect(beside.first).toMatchObject({ outcome: 'fault', fault: 'unproven', missing: ['node-3'], culprits: [] });
});
