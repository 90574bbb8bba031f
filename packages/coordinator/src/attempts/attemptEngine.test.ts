import type { ControlServer, SignResult } from '@quorate/network';
import type { RequestView } from '@quorate/requests';
import { type Conviction, partyIndex, signReady } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { frozen } from '../testing/fakeNodes.ts';
import { DESK, encodedRequest, type Harness, type HarnessOptions, harness } from '../testing/harness.ts';

const NO_EVIDENCE = new Uint8Array(0);

async function fulfilled({ requests, sample, key }: Harness): Promise<RequestView> {
  const { view } = requests.submit(DESK, encodedRequest(sample, key));
  return requests.find(DESK, view.id, 20_000);
}

/** A harness with the given behaviour of some nodes. */
function withNodes(behaviours: Record<string, Partial<ControlServer>>, options: HarnessOptions = {}): Harness {
  const made = harness(options);
  for (const [node, behaviour] of Object.entries(behaviours)) made.nodes.behave(node, behaviour);
  return made;
}

function outcomes({ attempts }: RequestView): string[] {
  return attempts.map(({ outcome }) => outcome);
}

function stalled(...missing: number[]): SignResult {
  return { kind: 'stalled', value: { missing: missing.map(partyIndex), left: [], reason: 'round 1 timed out' } };
}

test('exactly a threshold of nodes is offered a session, and nobody else', async () => {
  const made = harness({ nodes: 5, threshold: 3 });
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  expect(made.nodes.callsOf('sign').sort()).toEqual([...(view.signers ?? [])].sort());
  expect(view.signers).toHaveLength(3);
});

test('the readies of a session are those of its signers, ascending', async () => {
  const made = harness({ nodes: 5, threshold: 3 });
  await fulfilled(made);
  const [descriptor] = made.nodes.sessions.offered;
  expect(descriptor?.readies.map(({ party }) => party)).toEqual(descriptor?.assignment[0]);
});

test('a node that is frozen when asked is left out', async () => {
  const view = await fulfilled(withNodes({ 'node-1': { authorize: frozen } }));
  expect(view.state).toBe('signed');
  expect(view.signers).toEqual(['node-2', 'node-3']);
  expect(outcomes(view)).toEqual(['signed']);
});

test('a node that freezes during the session is left out of the next attempt, and blamed for nothing', async () => {
  const made = withNodes({ 'node-3': { authorize: frozen }, 'node-1': { sign: frozen } });
  made.requests.submit(DESK, encodedRequest(made.sample, made.key));
  await expect.poll(() => made.nodes.callsOf('sign').length).toBeGreaterThan(1);
  made.nodes.behave('node-3', {});
  const view = await made.requests.find(DESK, 'request-0001', 20_000);
  expect(view.state).toBe('signed');
  expect(view.signers).toEqual(['node-2', 'node-3']);
  expect(view.attempts[0]).toMatchObject({ outcome: 'stalled', missing: ['node-1'], culprits: [] });
});

test('a failed attempt is aborted for every signer', async () => {
  const made = withNodes({ 'node-1': { sign: () => stalled(2) } });
  slowDown(made, 'node-2', 'node-3');
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  const failed = view.attempts.filter(({ outcome }) => outcome !== 'signed').flatMap(({ signers }) => signers);
  expect(failed).toContain('node-1');
  expect(made.nodes.callsOf('abort').sort()).toEqual(failed.sort());
});

test('a partition between two healthy nodes leads to another pair', async () => {
  const made = harness();
  const cannotTalk: SignResult[] = [stalled(2), stalled(1)];
  for (const [i, node] of ['node-1', 'node-2'].entries()) {
    made.nodes.behave(node, {
      sign: ({ descriptor }) => {
        const { assignment } = made.nodes.sessions.decode(descriptor);
        const hasThird = assignment.flat().includes(partyIndex(3));
        return hasThird ? made.nodes.sessions.joinAs(node, descriptor) : (cannotTalk[i] ?? stalled());
      },
    });
  }
  for (let run = 0; run < 5; run++) {
    made.requests.submit(DESK, encodedRequest(made.sample, made.key, { id: `request-100${run}` }));
    const view = await made.requests.find(DESK, `request-100${run}`, 20_000);
    expect(view.state).toBe('signed');
    expect(view.signers).toContain('node-3');
    expect(view.attempts.length).toBeLessThanOrEqual(2);
  }
});

test('a node that accuses others of silence forever does not prevent a signature', async () => {
  const liar: ControlServer['sign'] = () => stalled(1, 2, 3, 4);
  const view = await fulfilled(withNodes({ 'node-5': { sign: liar } }, { nodes: 5, threshold: 3 }));
  expect(view.state).toBe('signed');
  expect(view.signers).not.toContain('node-5');
});

test('a node that fails every attempt and comes back again and again uses up no request', async () => {
  const made = withNodes(
    { 'node-2': { sign: () => stalled(1) }, 'node-3': { authorize: frozen } },
    { timing: { backoffMs: 60_000, maxBackoffMs: 60_000, patienceMs: 1 } },
  );
  made.requests.submit(DESK, encodedRequest(made.sample, made.key));
  const attempts = async () => (await made.requests.find(DESK, 'request-0001', 0)).attempts.length;
  for (let i = 0; i < 60; i++) {
    const before = await attempts();
    made.nodes.cut('node-2');
    made.nodes.link('node-2');
    await expect
      .poll(attempts, { timeout: 100, interval: 2 })
      .toBeGreaterThan(before)
      .catch(() => undefined);
  }
  expect(await attempts()).toBeLessThan(12);
  await made.requests.stop();
});

test('a lost link ends the attempt at once', async () => {
  const made = harness();
  slowDown(made, 'node-2', 'node-3');
  made.nodes.behave('node-1', {
    sign() {
      made.nodes.cut('node-1');
      return frozen();
    },
  });
  const view = await fulfilled(made);
  expect(view.signers).toEqual(['node-2', 'node-3']);
  expect(view.attempts[0]).toMatchObject({ outcome: 'disconnected', missing: ['node-1'], culprits: [] });
});

test('a proven cheat is named with its evidence and never chosen again', async () => {
  const evidence = Uint8Array.of(1, 2, 3);
  const fault: SignResult = {
    kind: 'fault',
    value: { code: 'invalid-share', culprits: [partyIndex(1)], evidence },
  };
  const conviction: Conviction = {
    code: 'invalid-share',
    culprits: [{ party: partyIndex(1), node: 'node-1' }],
    kind: 'signing',
    key: new Uint8Array(32),
    session: new Uint8Array(32),
  };
  const made = withNodes({ 'node-1': { sign: () => fault } }, { convict: () => conviction });
  slowDown(made, 'node-2', 'node-3');
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  expect(view.attempts[0]).toMatchObject({
    outcome: 'fault',
    culprits: ['node-1'],
    fault: 'invalid-share',
    evidence: 'AQID',
  });
  expect(view.signers).toEqual(['node-2', 'node-3']);
  expect(made.nodes.callsOf('authorize').filter((node) => node === 'node-1')).toHaveLength(1);
});

/** Lets the coordinator take these nodes for slow ones, so that others are chosen first. */
function slowDown({ latency }: Harness, ...slow: readonly string[]): void {
  for (const node of slow) latency.record(node, 1e9);
}

test('an accusation without proof convicts nobody, and its author is left out', async () => {
  const fault: SignResult = {
    kind: 'fault',
    value: { code: 'invalid-share', culprits: [partyIndex(2)], evidence: NO_EVIDENCE },
  };
  const made = withNodes({ 'node-1': { sign: () => fault } });
  slowDown(made, 'node-2', 'node-3');
  const view = await fulfilled(made);
  expect(view.signers).toEqual(['node-2', 'node-3']);
  expect(view.attempts[0]).toMatchObject({ outcome: 'fault', culprits: [], fault: 'unproven' });
});

test('when convictions leave too few nodes the request fails and says so', async () => {
  const conviction = (evidence: Uint8Array): Conviction => ({
    code: 'invalid-share',
    culprits: [{ party: partyIndex(evidence[0] ?? 1), node: `node-${evidence[0]}` }],
    kind: 'signing',
    key: new Uint8Array(32),
    session: new Uint8Array(32),
  });
  const caught = (party: number): Partial<ControlServer> => ({
    sign: () => ({
      kind: 'fault',
      value: { code: 'invalid-share', culprits: [partyIndex(party)], evidence: Uint8Array.of(party) },
    }),
  });
  const view = await fulfilled(
    withNodes({ 'node-1': caught(1), 'node-2': caught(2), 'node-3': caught(3) }, { convict: conviction }),
  );
  expect(view.state).toBe('failed');
  expect(view.reason).toContain('provably broke the protocol');
});

test('a false signature is not believed: an honest signer has the true one', async () => {
  const lie: SignResult = { kind: 'signed', value: { signatures: [new Uint8Array(64).fill(1)] } };
  const made = withNodes({ 'node-1': { sign: () => lie }, 'node-3': { authorize: frozen } });
  made.nodes.behave('node-2', {
    sign: ({ descriptor }) => ({
      kind: 'signed',
      value: { signatures: made.key.sign(made.nodes.sessions.decode(descriptor).messages) },
    }),
  });
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  expect(outcomes(view)).toEqual(['signed']);
});

test('denied by so many that no signers are left: denied at once, with every reason', async () => {
  const denied: ControlServer['authorize'] = () => ({
    kind: 'denied',
    value: { code: 'denied-by-rules', reasons: ['no rule allows messages'] },
  });
  const made = withNodes({ 'node-1': { authorize: denied }, 'node-2': { authorize: denied } });
  const view = await fulfilled(made);
  expect(view.state).toBe('denied');
  expect(view.denials).toEqual(expect.arrayContaining([{ node: 'node-1', reasons: ['no rule allows messages'] }]));
  expect(made.nodes.callsOf('sign')).toEqual([]);
});

test('one denial does not keep the others from signing', async () => {
  const denied: ControlServer['authorize'] = () => ({
    kind: 'denied',
    value: { code: 'denied-by-rules', reasons: [] },
  });
  const view = await fulfilled(withNodes({ 'node-1': { authorize: denied } }));
  expect(view.state).toBe('signed');
  expect(view.signers).toEqual(['node-2', 'node-3']);
});

test('a node whose certificate is still on its way has not denied for good', async () => {
  const unknown: ControlServer['authorize'] = () => ({ kind: 'denied', value: { code: 'unknown-key', reasons: [] } });
  const made = withNodes({ 'node-1': { authorize: unknown }, 'node-2': { authorize: unknown } });
  made.requests.submit(DESK, encodedRequest(made.sample, made.key));
  await expect.poll(() => made.nodes.callsOf('authorize').length).toBeGreaterThan(4);
  expect((await made.requests.find(DESK, 'request-0001', 0)).state).toBe('pending');
  made.nodes.behave('node-1', {});
  expect((await made.requests.find(DESK, 'request-0001', 20_000)).state).toBe('signed');
});

test('too few nodes are linked: pending with the reason, and signed when one comes back', async () => {
  const made = harness();
  made.nodes.cut('node-1');
  made.nodes.cut('node-2');
  made.requests.submit(DESK, encodedRequest(made.sample, made.key));
  await expect
    .poll(async () => (await made.requests.find(DESK, 'request-0001', 0)).reason)
    .toBe('waiting for node-1, node-2 to answer');
  made.nodes.link('node-2');
  const view = await made.requests.find(DESK, 'request-0001', 20_000);
  expect(view.state).toBe('signed');
  expect(view.reason).toBeUndefined();
});

test('signers that freeze together are found by asking whether they live', async () => {
  const dead = { sign: frozen, status: frozen };
  const made = withNodes({ 'node-1': dead, 'node-2': dead }, { timing: { probeAfterMs: 5, probeMs: 10 }, nodes: 4 });
  slowDown(made, 'node-3', 'node-4');
  const view = await fulfilled(made);
  expect(view.state).toBe('signed');
  expect(view.signers).toEqual(['node-3', 'node-4']);
  expect(view.attempts[0]).toMatchObject({ outcome: 'stalled', missing: ['node-1', 'node-2'] });
});

test('a ready that its node did not sign is not offered to anybody', async () => {
  const made = harness();
  const { cluster, orderId } = made.key.signedOrder.order;
  const statement = {
    ...{ cluster, key: made.key.certificate.statement.key, subject: orderId, party: partyIndex(1) },
    ...{ nonce: new Uint8Array(32), policyHash: new Uint8Array(32) },
  };
  const value = signReady(statement, made.sample.secret('node-1'));
  made.nodes.behave('node-1', { authorize: () => ({ kind: 'ready', value }) });
  const view = await fulfilled(made);
  expect(view.signers).toEqual(['node-2', 'node-3']);
});

test('a node that refuses the session is left out of the next attempt', async () => {
  const refused: SignResult = { kind: 'refused', value: { code: 'too-many-attempts', reason: 'joined 64 already' } };
  const made = withNodes({ 'node-1': { sign: () => refused } });
  slowDown(made, 'node-2', 'node-3');
  const view = await fulfilled(made);
  expect(view.signers).toEqual(['node-2', 'node-3']);
  expect(view.attempts[0]).toMatchObject({ outcome: 'refused', fault: 'too-many-attempts', missing: [], culprits: [] });
});
