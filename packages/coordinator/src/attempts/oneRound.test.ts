import type { ControlServer, MemberId, SignResult } from '@quorate/network';
import { decodeSignedRequest, type RequestView, requestHash } from '@quorate/requests';
import { isPrepared, referencesHold, type SigningDescriptor, signReady } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { frozen } from '../testing/fakeNodes.ts';
import { DESK, encodedRequest, type Harness, harness } from '../testing/harness.ts';

const UNKNOWN: SignResult = { kind: 'refused', value: { code: 'batch-unknown', reason: 'never got it' } };

/** Makes nodes set nonces aside when they are asked to, `count` of them. */
function stocked(made: Harness, nodes: readonly MemberId[], count = 1): void {
  for (const node of nodes) made.nodes.behave(node, { authorize: reserving(made, node, count) });
}

function reserving(made: Harness, node: MemberId, count: number): ControlServer['authorize'] {
  let first = 0;
  return async (call, context) => {
    const answer = await made.nodes.honest(node).authorize(call, context);
    if (answer.kind === 'denied' || !call.reserve) return answer;
    const { request } = decodeSignedRequest(call.request);
    const about = { cluster: request.cluster, key: request.key, subject: requestHash(request) };
    const { party, nonce, policyHash } = answer.value;
    const reservation = { batch: new Uint8Array(32).fill(party), first, count };
    first += count;
    const statement = { ...about, party, nonce, policyHash, reservation };
    return { kind: 'ready', value: signReady(statement, made.sample.secret(node)) };
  };
}

async function fulfilled({ requests, sample, key }: Harness): Promise<RequestView> {
  const { view } = requests.submit(DESK, encodedRequest(sample, key));
  return requests.find(DESK, view.id, 20_000);
}

/** Honest in sessions of two rounds; refuses what was given in advance. */
function lacking(made: Harness, node: MemberId): ControlServer['sign'] {
  return ({ descriptor }) => {
    const isOneRound = isPrepared(made.nodes.sessions.decode(descriptor));
    return isOneRound ? UNKNOWN : made.nodes.sessions.joinAs(node, descriptor);
  };
}

const ALL = ['node-1', 'node-2', 'node-3'];

/** A key that these three must sign for, since the fourth that could is frozen. */
function allOfThree(): Harness {
  const made = harness({ nodes: 4, threshold: 3, timing: { patienceMs: 1 } });
  made.nodes.behave('node-4', { authorize: frozen });
  return made;
}

test('where every signer has set nonces aside, the session refers to exactly these', async () => {
  const made = harness();
  stocked(made, ALL);
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  const [descriptor] = made.nodes.sessions.offered;
  expect(descriptor && isPrepared(descriptor) && referencesHold(descriptor)).toBe(true);
});

test('where one signer has none left, all make nonces in the session', async () => {
  const made = allOfThree();
  stocked(made, ['node-1', 'node-2']);
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  expect(made.nodes.sessions.offered.map(isPrepared)).toEqual([false]);
});

test.each([2, 7])('%i nonces set aside for one message are not used', async (count) => {
  const made = harness();
  stocked(made, ALL, count);
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  expect(made.nodes.sessions.offered.map(isPrepared)).toEqual([false]);
});

test('a signer that lacks what another gave in advance is signed with all the same, in two rounds, and not doubted', async () => {
  const made = allOfThree();
  const asked: boolean[] = [];
  stocked(made, ALL);
  const authorize = reserving(made, 'node-2', 1);
  made.nodes.behave('node-2', {
    sign: lacking(made, 'node-2'),
    authorize(call, context) {
      asked.push(call.reserve);
      return authorize(call, context);
    },
  });
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  expect(view.attempts.map(({ outcome }) => outcome)).toEqual(['refused', 'signed']);
  expect(view.attempts[0]).toMatchObject({ fault: 'batch-unknown', missing: [], culprits: [] });
  expect(asked).toEqual([true, false]);
  const signed: SigningDescriptor | undefined = made.nodes.sessions.offered.at(-1);
  expect(signed?.presignatures).toEqual([]);
});

test('a signer that claims to lack something in a session of two rounds is left out', async () => {
  const made = harness();
  stocked(made, ALL);
  made.nodes.behave('node-1', { sign: () => UNKNOWN });
  made.nodes.behave('node-2', { authorize: reserving(made, 'node-2', 1) });
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  expect(view.signers).toEqual(['node-2', 'node-3']);
});

test('after any failed attempt a request goes on in two rounds', async () => {
  const made = allOfThree();
  stocked(made, ALL);
  let tries = 0;
  made.nodes.behave('node-1', {
    authorize: reserving(made, 'node-1', 1),
    sign: ({ descriptor }) =>
      tries++ === 0
        ? { kind: 'stalled', value: { missing: [], left: [], reason: 'no reason' } }
        : made.nodes.sessions.joinAs('node-1', descriptor),
  });
  const view = await fulfilled(made);
  expect(view.attempts.map(({ outcome }) => outcome)).toEqual(['stalled', 'signed']);
  expect(made.nodes.sessions.offered.map(isPrepared).at(-1)).toBe(false);
});
