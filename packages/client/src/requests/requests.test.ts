import { decodeSignedCancel, fromBase64, type RequestView, toHex, verifyCancel } from '@quorate/requests';
import { sampleKey } from '@quorate/requests/testing';
import { expect, test } from 'vitest';
import type { VerifiedKey } from '../keys/verifiedKey.ts';
import { verifyKey } from '../keys/verifyKey.ts';
import type { QuorateClient } from '../quorateClient.ts';
import type { FakeCoordinator } from '../testing/fakeCoordinator.ts';
import { clientOf, sample, scene, treasury, viewOf, wait } from '../testing/scene.ts';
import type { BuiltRequest } from './buildRequest.ts';

const key: VerifiedKey = verifyKey(treasury.view, sample.cluster);
const ID = 'payroll-2027';
const hello = (client: QuorateClient, text = 'hello', id = ID): BuiltRequest =>
  client.buildRequest({ key, intent: { kind: 'message', value: { text } }, id });
const signaturesOf = ({ prepared }: BuiltRequest) => treasury.sign(prepared.messages).map(toHex);

/** Answers both routes of a request with the same view. */
function answerWith(coordinator: FakeCoordinator, view: RequestView, id = ID): void {
  coordinator.on('POST /v1/requests', () => ({ status: 202, body: view }));
  coordinator.on(`GET /v1/requests/${id}`, () => ({ body: view }));
}

function signedView(built: BuiltRequest, changes: Partial<RequestView> = {}): RequestView {
  const signers = ['node-1', 'node-2'];
  return viewOf(built.signed, { state: 'signed', signatures: signaturesOf(built), signers, ...changes });
}

test('a signature is handed over after it was verified here', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, signedView(built));
  const outcome = await client.sign(built.signed, wait());
  expect(outcome).toMatchObject({ kind: 'signed', signers: ['node-1', 'node-2'], key: { name: 'treasury' } });
  expect(outcome.kind === 'signed' && outcome.artefact.kind).toBe('message-signature');
});

test('a request is waited for until it is decided', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, viewOf(built.signed));
  let polls = 0;
  coordinator.on(`GET /v1/requests/${ID}`, () => ({ body: ++polls < 3 ? viewOf(built.signed) : signedView(built) }));
  const states: string[] = [];
  const outcome = await client.sign(built.signed, { ...wait(), onView: ({ state }) => states.push(state) });
  expect(outcome.kind).toBe('signed');
  expect(states).toEqual(['pending', 'pending', 'pending', 'signed']);
});

test.each<[string, (built: BuiltRequest, client: QuorateClient) => RequestView, string]>([
  [
    'a signature over another text',
    (built, client) => signedView(built, { signatures: signaturesOf(hello(client, 'hell')) }),
    'do not trust',
  ],
  ['no signature', (built) => signedView(built, { signatures: [] }), 'it gives 0 signatures where 1 are needed'],
  [
    'a signature too many',
    (built) => signedView(built, { signatures: [...signaturesOf(built), ...signaturesOf(built)] }),
    'it gives 2 signatures where 1 are needed',
  ],
  ['zeros', (built) => signedView(built, { signatures: ['00'.repeat(64)] }), 'do not trust'],
  [
    'another request',
    (built, client) => signedView(hello(client, 'other', ID), { createdAt: built.signed.request.createdAt }),
    'about another request',
  ],
  ['another key', (built) => signedView(built, { key: '00'.repeat(32) }), 'about another request'],
  ['another desk', (built) => signedView(built, { desk: 'desk-2' }), 'the request of another desk'],
])('an answer with %s is refused', async (_, lie, sentence) => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, lie(built, client));
  const outcome = await client.sign(built.signed, wait());
  expect(outcome).toMatchObject({ kind: 'failed', code: 'false-answer' });
  expect(outcome.kind === 'failed' && outcome.sentence).toContain(sentence);
});

test('a signature by a key that does not check out is refused', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, signedView(built));
  const view = { ...treasury.view, acknowledgements: treasury.view.acknowledgements.slice(1) };
  coordinator.on('GET /v1/keys', () => ({ body: { keys: [view] } }));
  expect(await client.sign(built.signed, wait())).toMatchObject({
    kind: 'failed',
    sentence: expect.stringContaining('node-1 has not acknowledged'),
  });
});

test.each<[RequestView['state'], Partial<RequestView>, string, string]>([
  ['denied', { denials: [{ node: 'node-2', reasons: ['no rule allows it'] }] }, 'denied', 'node-2: no rule allows it'],
  ['failed', { reason: 'no quorum' }, 'failed', 'it could not be signed (no quorum)'],
  ['expired', {}, 'expired', 'it expired before it was signed'],
  ['cancelled', {}, 'failed', 'it was cancelled'],
])('state %s ends the wait', async (state, changes, kind, sentence) => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, viewOf(built.signed, { state, ...changes }));
  const outcome = await client.sign(built.signed, wait());
  expect(outcome).toMatchObject({ kind, code: state, sentence: expect.stringContaining(sentence), view: { state } });
});

test('when the time is over it is still pending', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, viewOf(built.signed));
  expect(await client.sign(built.signed, { until: Date.now() })).toMatchObject({ kind: 'pending' });
});

test('an interrupted wait tells what was known last', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, viewOf(built.signed));
  const interruption = new AbortController();
  const waiting = { ...wait(), signal: interruption.signal, onView: () => interruption.abort() };
  expect((await client.waitFor(ID, waiting)).kind).toBe('pending');
});

test('a dead coordinator is unreachable, and nothing was sent', async () => {
  const { coordinator, client } = await scene();
  await coordinator.close();
  expect(await client.sign(hello(client).signed, wait())).toMatchObject({ kind: 'unreachable', code: 'unreachable' });
});

test('a request that was not answered is sent again, the same', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, signedView(built));
  const bodies: string[] = [];
  coordinator.on('POST /v1/requests', ({ body }) => {
    bodies.push(body);
    return bodies.length < 3 ? 'hang up' : { status: 202, body: viewOf(built.signed) };
  });
  expect((await client.sign(built.signed, wait())).kind).toBe('signed');
  expect(new Set(bodies).size).toBe(1);
});

test('a request that is never answered has an unknown outcome', async () => {
  const { coordinator, client } = await scene();
  coordinator.on('POST /v1/requests', () => 'hang up');
  const { signed } = hello(client);
  const outcome = await client.sign(signed, { until: Date.now() + 50 });
  expect(outcome).toMatchObject({ kind: 'outcome-unknown', hint: expect.stringContaining('same id') });
  coordinator.on('POST /v1/requests', () => ({ status: 502, body: '<html>', type: 'text/html' }));
  expect((await client.submit(signed)).kind).toBe('outcome-unknown');
});

test('a coordinator that dies after it took the request leaves the outcome unknown', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, viewOf(built.signed));
  coordinator.on(`GET /v1/requests/${ID}`, () => 'hang up');
  expect(await client.sign(built.signed, { until: Date.now() + 50 })).toMatchObject({
    kind: 'outcome-unknown',
    view: { state: 'pending' },
  });
});

test('a wait survives a restart of the coordinator', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, viewOf(built.signed));
  const script = ['hang up', { status: 503, body: { error: { code: 'starting', message: 'starting' } } }] as const;
  let step = 0;
  coordinator.on(`GET /v1/requests/${ID}`, () => script[step++] ?? { body: signedView(built) });
  expect((await client.sign(built.signed, wait())).kind).toBe('signed');
});

test('a refusal ends it, with the coordinator’s reason', async () => {
  const { coordinator, client } = await scene();
  const error = { code: 'conflict', message: 'this id was used for another request' };
  coordinator.on('POST /v1/requests', () => ({ status: 409, body: { error } }));
  expect(await client.sign(hello(client).signed, wait())).toMatchObject({ kind: 'failed', code: 'conflict' });
});

test('a desk that lost its request can still check the signature on it', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, signedView(built));
  expect((await client.show(ID)).kind).toBe('signed');
});

test('a request given back that this desk never signed is refused', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  const { request: _, ...withheld } = signedView(built);
  answerWith(coordinator, withheld);
  expect(await client.show(ID)).toMatchObject({
    code: 'false-answer',
    sentence: expect.stringContaining('give the request back'),
  });
  const forger = clientOf('', { desk: { id: 'desk-1', secret: sample.secret('coordinator-1') } });
  answerWith(coordinator, signedView(hello(forger, 'pay Eve')));
  expect(await client.show(ID)).toMatchObject({ sentence: expect.stringContaining("not desk desk-1's") });
});

test('a request that nobody knows is told by the coordinator', async () => {
  const { client } = await scene();
  expect(await client.show('never-sent-1')).toMatchObject({ kind: 'failed', status: 404 });
});

test('an answer about another id is refused', async () => {
  const { coordinator, client } = await scene();
  answerWith(coordinator, signedView(hello(client)), 'another-id');
  expect(await client.show('another-id')).toMatchObject({ code: 'false-answer' });
});

test('lists leave out what they cannot check', async () => {
  const { coordinator, client } = await scene();
  coordinator.on('GET /v1/requests', () => ({ body: { requests: [signedView(hello(client))] } }));
  const result = await client.list(5);
  expect(result.kind === 'done' && Object.keys(result.value[0] ?? {})).not.toContain('signatures');
  expect(coordinator.calls).toEqual(['GET /v1/requests?limit=5']);
});

test('resuming an id that was sent before for the same thing takes the old request', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, viewOf(built.signed));
  const later = clientOf((await scene()).url, { now: () => Date.now() + 5000 });
  expect(hello(later).signed.request.createdAt).not.toBe(built.signed.request.createdAt);
  const intent = { kind: 'message', value: { text: 'hello' } } as const;
  const resumed = await client.resume({ key, intent, id: ID });
  expect(resumed.kind === 'done' && resumed.value.signed).toEqual(built.signed);
});

test('resuming an id for something else is a conflict, an unknown id is new', async () => {
  const { coordinator, client } = await scene();
  answerWith(coordinator, viewOf(hello(client).signed));
  const intent = { kind: 'message', value: { text: 'goodbye' } } as const;
  expect(await client.resume({ key, intent, id: ID })).toMatchObject({ kind: 'failed', code: 'conflict' });
  const fresh = await client.resume({ key, intent, id: 'never-sent-1' });
  expect(fresh.kind === 'done' && fresh.value.signed.request.id).toBe('never-sent-1');
});

test('a cancel order names the request that this desk signed', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, viewOf(built.signed));
  coordinator.on(`POST /v1/requests/${ID}/cancel`, ({ body }) => {
    const signed = decodeSignedCancel(fromBase64(JSON.parse(body).cancel));
    expect(verifyCancel(signed, sample.cluster).id).toBe('desk-1');
    expect(toHex(signed.cancel.requestHash)).toBe(viewOf(built.signed).hash);
    return { body: viewOf(built.signed, { state: 'cancelled' }) };
  });
  expect(await client.cancel(ID)).toMatchObject({ kind: 'failed', code: 'cancelled' });
});

test('a false view cannot make the desk cancel another request', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  const other = hello(client, 'other', 'another-id');
  answerWith(coordinator, { ...viewOf(other.signed), id: ID });
  expect(await client.cancel(ID, built.signed)).toMatchObject({ code: 'false-answer' });
  expect(coordinator.calls.filter((call) => call.startsWith('POST'))).toEqual([]);
});

test('a request for a key of the wrong scheme is not even built', async () => {
  const { client } = await scene();
  const taproot = verifyKey(sampleKey(sample, 'frost-secp256k1-tr').view, sample.cluster);
  const intent = { kind: 'solana-transaction', value: { transaction: new Uint8Array(100) } } as const;
  expect(() => client.buildRequest({ key: taproot, intent })).toThrow(
    expect.objectContaining({ name: 'RequestRejected' }),
  );
});

test('ids are drawn at random unless given', async () => {
  const { client } = await scene();
  const intent = { kind: 'message', value: { text: 'hello' } } as const;
  const ids = [1, 2].map(() => client.buildRequest({ key, intent }).signed.request.id);
  expect(ids[0]).toMatch(/^[0-9a-f]{24}$/);
  expect(ids[0]).not.toBe(ids[1]);
});
