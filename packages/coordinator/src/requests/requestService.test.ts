import type { ControlServer } from '@quorate/network';
import { fromHex } from '@quorate/requests';
import { SAMPLE_TIME } from '@quorate/requests/testing';
import { RequestRejected } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { frozen } from '../testing/fakeNodes.ts';
import { ADMIN, DESK, encodedCancel, encodedRequest, harness } from '../testing/harness.ts';

const OTHER = { kind: 'desk', id: 'desk-2' } as const;

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (problem) {
    if (problem instanceof RequestRejected) return problem.code;
    throw problem;
  }
  return 'accepted';
}

async function rejectionOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (problem) {
    if (problem instanceof RequestRejected) return problem.code;
    throw problem;
  }
  return 'accepted';
}

test('a request is signed by a threshold of nodes', async () => {
  const { requests, sample, key } = harness();
  const { view, isNew } = requests.submit(DESK, encodedRequest(sample, key));
  expect(isNew).toBe(true);
  expect(view.state).toBe('pending');
  const signed = await requests.find(DESK, view.id, 10_000);
  expect(signed.state).toBe('signed');
  expect(signed.signers).toHaveLength(2);
  expect(signed.signatures).toHaveLength(1);
  expect(signed.attempts.map(({ outcome }) => outcome)).toEqual(['signed']);
});

test('the same content again gives the same answer, before and after it is signed', async () => {
  const { requests, sample, key, nodes } = harness();
  const encoded = encodedRequest(sample, key);
  const { view } = requests.submit(DESK, encoded);
  expect(requests.submit(DESK, encoded)).toMatchObject({ isNew: false, view: { hash: view.hash } });
  const signed = await requests.find(DESK, view.id, 10_000);
  expect(requests.submit(DESK, encoded)).toEqual({ isNew: false, view: signed });
  expect(nodes.sessions.offered).toHaveLength(1);
});

test('other content under the same id is a conflict, and the first stands', async () => {
  const { requests, sample, key } = harness();
  const { view } = requests.submit(DESK, encodedRequest(sample, key));
  const other = encodedRequest(sample, key, { intent: { kind: 'message', value: { text: 'something else' } } });
  expect(codeOf(() => requests.submit(DESK, other))).toBe('id-conflict');
  expect((await requests.find(DESK, view.id, 10_000)).hash).toBe(view.hash);
});

test('a request is refused early for whatever no node would allow', () => {
  const { requests, sample, key } = harness();
  const submit = (encoded: Uint8Array, caller = DESK) => codeOf(() => requests.submit(caller, encoded));
  expect(submit(Uint8Array.of(1, 2, 3))).toBe('bad-request');
  expect(submit(encodedRequest(sample, key, { desk: 'desk-2' }))).toBe('foreign-request');
  expect(submit(encodedRequest(sample, key), ADMIN)).toBe('foreign-request');
  expect(submit(encodedRequest(sample, key, { cluster: new Uint8Array(32) }))).toBe('foreign-cluster');
  expect(submit(encodedRequest(sample, key, { key: new Uint8Array(32) }))).toBe('unknown-key');
  expect(submit(encodedRequest(sample, key, { createdAt: 1, expiresAt: SAMPLE_TIME - 1 }))).toBe('bad-lifetime');
  expect(submit(encodedRequest(sample, key, { createdAt: SAMPLE_TIME - 9, expiresAt: SAMPLE_TIME - 1 }))).toBe(
    'expired',
  );
  expect(submit(encodedRequest(sample, key, { path: [1] }))).toBe('derivation-unsupported');
  const psbt = { kind: 'bitcoin-psbt', value: { psbt: Uint8Array.of(1), network: 'regtest' } } as const;
  expect(submit(encodedRequest(sample, key, { intent: psbt }))).toBe('wrong-scheme');
});

test("a signature of somebody else under the desk's name is refused", () => {
  const { requests, sample, key } = harness();
  const encoded = encodedRequest(sample, key);
  expect(codeOf(() => requests.submit(DESK, encoded.with(-1, (encoded.at(-1) ?? 0) ^ 1)))).toBe('bad-desk-signature');
});

test('a key that an unlinked node may know is not called unknown', () => {
  const { requests, sample, key, nodes } = harness({ keyKnown: false });
  expect(codeOf(() => requests.submit(DESK, encodedRequest(sample, key)))).toBe('unknown-key');
  nodes.cut('node-2');
  expect(codeOf(() => requests.submit(DESK, encodedRequest(sample, key)))).toBe('key-not-known-yet');
});

test("a desk sees its own requests only, an admin everybody's", async () => {
  const { requests, sample, key } = harness();
  requests.submit(DESK, encodedRequest(sample, key));
  requests.submit(OTHER, encodedRequest(sample, key, { desk: 'desk-2', id: 'request-0002' }));
  expect(requests.list(DESK, 10).map(({ id }) => id)).toEqual(['request-0001']);
  expect(requests.list(ADMIN, 10).map(({ id }) => id)).toEqual(['request-0002', 'request-0001']);
  expect(await rejectionOf(requests.find(DESK, 'request-0002', 0))).toBe('unknown-request');
  expect((await requests.find(ADMIN, 'request-0002', 0)).desk).toBe('desk-2');
  await requests.stop();
});

test('a request alone carries what the desk signed, a list does not', async () => {
  const { requests, sample, key } = harness();
  const { view } = requests.submit(DESK, encodedRequest(sample, key));
  expect(view.request).toBe(Buffer.from(encodedRequest(sample, key)).toString('base64'));
  expect(requests.list(DESK, 10)[0]?.request).toBeUndefined();
  await requests.stop();
});

test('a desk cannot fill the house', async () => {
  const { requests, sample, key, nodes } = harness({ pendingPerDesk: 2 });
  for (const node of ['node-1', 'node-2', 'node-3']) nodes.cut(node);
  const send = (i: number) => requests.submit(DESK, encodedRequest(sample, key, { id: `request-000${i}` }));
  send(1);
  send(2);
  expect(codeOf(() => send(3))).toBe('too-many-pending');
  expect(send(2).isNew).toBe(false);
  const other = encodedRequest(sample, key, { desk: 'desk-2' });
  expect(requests.submit(OTHER, other).isNew).toBe(true);
  await requests.stop();
});

test('a desk cannot fill the memory with a few large requests either', async () => {
  const { requests, sample, key, nodes } = harness({ pendingBytesPerDesk: 20_000 });
  for (const node of ['node-1', 'node-2', 'node-3']) nodes.cut(node);
  const intent = { kind: 'message', value: { text: 'x'.repeat(8_000) } } as const;
  const send = (i: number) => requests.submit(DESK, encodedRequest(sample, key, { id: `request-000${i}`, intent }));
  send(1);
  send(2);
  expect(codeOf(() => send(3))).toBe('too-many-pending');
  expect(requests.submit(DESK, encodedRequest(sample, key, { id: 'request-0004' })).isNew).toBe(true);
  expect(requests.submit(OTHER, encodedRequest(sample, key, { desk: 'desk-2', intent })).isNew).toBe(true);
  await requests.stop();
});

test('a desk cannot fill the disk with requests that have ended', async () => {
  const made = harness({ storedBytesPerDesk: 20_000 });
  const { requests, sample, key, ledger } = made;
  const intent = { kind: 'message', value: { text: 'x'.repeat(8_000) } } as const;
  const send = async (i: number, service = requests) => {
    const { view } = service.submit(DESK, encodedRequest(sample, key, { id: `request-000${i}`, intent }));
    return (await service.find(DESK, view.id, 10_000)).state;
  };
  expect(await send(1)).toBe('signed');
  expect(await send(2)).toBe('signed');
  await expect(send(3)).rejects.toMatchObject({ code: 'too-much-stored' });
  const restarted = harness({ storedBytesPerDesk: 20_000, ledger });
  await expect(send(3, restarted.requests)).rejects.toMatchObject({ code: 'too-much-stored' });
  expect(requests.submit(OTHER, encodedRequest(sample, key, { desk: 'desk-2', intent })).isNew).toBe(true);
  ledger.forgetOld((SAMPLE_TIME + 100 * 86_400) * 1000, 30);
  expect(await send(3)).toBe('signed');
  await requests.stop();
});

test('an expired request says why it was not signed', async () => {
  const { requests, sample, key, nodes } = harness();
  nodes.cut('node-1');
  nodes.cut('node-2');
  requests.submit(DESK, encodedRequest(sample, key, { expiresAt: SAMPLE_TIME + 1 }));
  const view = await requests.find(DESK, 'request-0001', 10_000);
  expect(view.state).toBe('expired');
  expect(view.reason).toBe('it expired; at last: waiting for node-1, node-2 to answer');
});

test('a request that expires in the middle of a session says who was signing', async () => {
  const { requests, sample, key, nodes } = harness();
  for (const node of ['node-1', 'node-2', 'node-3']) nodes.behave(node, { sign: frozen });
  requests.submit(DESK, encodedRequest(sample, key, { expiresAt: SAMPLE_TIME + 3 }));
  // Before it expires.
  await expect.poll(() => nodes.callsOf('sign')).not.toEqual([]);
  const view = await requests.find(DESK, 'request-0001', 10_000);
  expect(view.state).toBe('expired');
  expect(view.reason).toMatch(/^it expired; at last: .*node-\d.*node-\d/);
});

test('a cancelled request is taken back from every node and never signed', async () => {
  const { requests, sample, key, nodes } = harness();
  nodes.behave('node-1', { authorize: frozen });
  nodes.behave('node-2', { authorize: frozen });
  const { view } = requests.submit(DESK, encodedRequest(sample, key));
  const cancelled = await requests.cancel(DESK, view.id, encodedCancel(sample, view));
  expect(cancelled.state).toBe('cancelled');
  expect(nodes.callsOf('cancel').sort()).toEqual(['node-1', 'node-2', 'node-3']);
  expect((await requests.find(DESK, view.id, 10_000)).state).toBe('cancelled');
  expect((await requests.cancel(DESK, view.id, encodedCancel(sample, view))).state).toBe('cancelled');
});

test('a node that was away is told of the cancelled request when it links up, once', async () => {
  const { requests, sample, key, nodes, courier } = harness();
  courier.start();
  for (const node of ['node-1', 'node-3']) nodes.cut(node);
  const { view } = requests.submit(DESK, encodedRequest(sample, key));
  await requests.cancel(DESK, view.id, encodedCancel(sample, view));
  expect(nodes.callsOf('cancel')).toEqual(['node-2']);
  nodes.link('node-1');
  await courier.settled();
  expect(nodes.callsOf('cancel')).toEqual(['node-2', 'node-1']);
  for (const node of ['node-1', 'node-2']) {
    nodes.cut(node);
    nodes.link(node);
  }
  await courier.settled();
  expect(nodes.callsOf('cancel')).toEqual(['node-2', 'node-1']);
  await courier.stop();
});

test('a cancel order that a node could not take outlives the process', async () => {
  const first = harness();
  for (const node of ['node-1', 'node-2', 'node-3']) first.nodes.cut(node);
  const { view } = first.requests.submit(DESK, encodedRequest(first.sample, first.key));
  await first.requests.cancel(DESK, view.id, encodedCancel(first.sample, view));

  const second = harness({ ledger: first.ledger });
  second.courier.start();
  second.requests.resume();
  second.nodes.cut('node-2');
  second.nodes.link('node-2');
  await second.courier.settled();
  expect(second.nodes.callsOf('cancel')).toEqual(['node-2']);
  expect((await second.requests.find(DESK, view.id, 0)).state).toBe('cancelled');
});

test('a request whose cancellation a crash interrupted is cancelled, not signed', async () => {
  const first = harness();
  for (const node of ['node-1', 'node-2', 'node-3']) first.nodes.cut(node);
  const { view } = first.requests.submit(DESK, encodedRequest(first.sample, first.key));
  await first.requests.stop();
  const { desk, id } = view;
  first.ledger.cancels.keep({ desk, id, cancel: encodedCancel(first.sample, view) }, ['node-1', 'node-2', 'node-3']);

  const second = harness({ ledger: first.ledger });
  second.requests.resume();
  expect((await second.requests.find(DESK, id, 10_000)).state).toBe('cancelled');
  expect(second.nodes.callsOf('authorize')).toEqual([]);
});

test('denials that a cancel order brings about are no denials of the request', async () => {
  const { requests, sample, key, nodes } = harness();
  const denied: ControlServer['authorize'] = () => ({ kind: 'denied', value: { code: 'cancelled', reasons: [] } });
  for (const node of ['node-1', 'node-2', 'node-3']) {
    nodes.behave(node, {
      authorize: frozen,
      cancel() {
        for (const other of ['node-1', 'node-2', 'node-3']) nodes.behave(other, { authorize: denied });
        nodes.cut(node);
        nodes.link(node);
        return {};
      },
    });
  }
  const { view } = requests.submit(DESK, encodedRequest(sample, key));
  expect((await requests.cancel(DESK, view.id, encodedCancel(sample, view))).state).toBe('cancelled');
});

test('what is signed already cannot be taken back', async () => {
  const { requests, sample, key } = harness();
  const { view } = requests.submit(DESK, encodedRequest(sample, key));
  await requests.find(DESK, view.id, 10_000);
  expect(await rejectionOf(requests.cancel(DESK, view.id, encodedCancel(sample, view)))).toBe('already-signed');
});

test('a cancel order of another desk, or for another request, cancels nothing', async () => {
  const { requests, sample, key, nodes } = harness();
  for (const node of ['node-1', 'node-2', 'node-3']) nodes.cut(node);
  const { view } = requests.submit(DESK, encodedRequest(sample, key));
  const other = requests.submit(DESK, encodedRequest(sample, key, { id: 'request-0002' })).view;
  const cancel = (encoded: Uint8Array) => rejectionOf(requests.cancel(DESK, view.id, encoded));
  expect(await cancel(encodedCancel(sample, view, 'desk-2'))).toBe('other-request');
  expect(await cancel(encodedCancel(sample, other))).toBe('other-request');
  expect(await cancel(Uint8Array.of(1))).toBe('bad-cancel');
  expect((await requests.find(DESK, view.id, 0)).state).toBe('pending');
  await requests.stop();
});

test('a stop answers whoever waits, and the next process takes the request up again', async () => {
  const first = harness();
  first.nodes.cut('node-1');
  first.nodes.cut('node-2');
  first.requests.submit(DESK, encodedRequest(first.sample, first.key));
  const waiting = first.requests.find(DESK, 'request-0001', 30_000);
  await first.requests.stop();
  expect((await waiting).state).toBe('pending');
  const second = harness({ ledger: first.ledger });
  second.requests.resume();
  expect((await second.requests.find(DESK, 'request-0001', 10_000)).state).toBe('signed');
});

test('a request that expired while nothing ran is expired after the restart', async () => {
  const first = harness();
  first.nodes.cut('node-1');
  first.nodes.cut('node-2');
  first.requests.submit(DESK, encodedRequest(first.sample, first.key, { expiresAt: SAMPLE_TIME + 1 }));
  await first.requests.stop();
  const second = harness({ ledger: first.ledger, startsAt: SAMPLE_TIME + 2 });
  second.nodes.cut('node-1');
  second.nodes.cut('node-2');
  second.requests.resume();
  expect((await second.requests.find(DESK, 'request-0001', 10_000)).state).toBe('expired');
});

test('a cheat convicted before a restart stays convicted for its request', async () => {
  const first = harness();
  for (const node of ['node-1', 'node-2', 'node-3']) first.nodes.cut(node);
  const { view } = first.requests.submit(DESK, encodedRequest(first.sample, first.key));
  await first.requests.stop();
  const fault = { session: 'ab'.repeat(32), signers: ['node-1', 'node-2'], outcome: 'fault', missing: [] } as const;
  const attempt = { ...fault, signers: [...fault.signers], missing: [], culprits: ['node-1'], startedAt: 1 };
  const { request: _, ...stored } = view;
  first.ledger.requests.update({ ...stored, attempts: [attempt] });
  const second = harness({ ledger: first.ledger });
  second.requests.resume();
  const signed = await second.requests.find(DESK, 'request-0001', 10_000);
  expect(signed.signers).toEqual(['node-2', 'node-3']);
  expect(signed.attempts).toHaveLength(2);
});

test('a pending request whose key is gone fails with a sentence', async () => {
  const first = harness();
  for (const node of ['node-1', 'node-2', 'node-3']) first.nodes.cut(node);
  const { view } = first.requests.submit(DESK, encodedRequest(first.sample, first.key));
  await first.requests.stop();
  const { request: _, ...stored } = view;
  first.ledger.requests.update({ ...stored, key: '00'.repeat(32) });
  const second = harness({ ledger: first.ledger });
  second.requests.resume();
  const failed = await second.requests.find(DESK, 'request-0001', 0);
  expect(failed).toMatchObject({ state: 'failed', reason: 'key treasury is not known any more' });
  expect(fromHex(failed.hash)).toHaveLength(32);
});

test('an error of ours fails the request without showing its inside', async () => {
  const { requests, sample, key, nodes } = harness();
  const broken = () => {
    throw new TypeError('inside');
  };
  Object.defineProperty(nodes, 'onLink', { value: broken });
  nodes.cut('node-1');
  nodes.cut('node-2');
  requests.submit(DESK, encodedRequest(sample, key));
  const view = await requests.find(DESK, 'request-0001', 10_000);
  expect(view.state).toBe('failed');
  expect(view.reason).not.toContain('inside');
});
