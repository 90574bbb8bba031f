import { decodeSignedCancel, fromBase64, toHex, verifyCancel } from '@quorate/requests';
import { sampleKey } from '@quorate/requests/testing';
import { expect, test } from 'vitest';
import { verifyKey } from '../keys/verifyKey.ts';
import { answerWith, hello, ID, signedView, treasuryKey } from '../testing/hello.ts';
import { clientOf, sample, scene, viewOf } from '../testing/scene.ts';

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
  const resumed = await client.resume({ key: treasuryKey, intent, id: ID });
  expect(resumed.kind === 'done' && resumed.value.signed).toEqual(built.signed);
});

test('resuming an id for something else is a conflict, an unknown id is new', async () => {
  const { coordinator, client } = await scene();
  answerWith(coordinator, viewOf(hello(client).signed));
  const intent = { kind: 'message', value: { text: 'goodbye' } } as const;
  expect(await client.resume({ key: treasuryKey, intent, id: ID })).toMatchObject({ kind: 'failed', code: 'conflict' });
  const fresh = await client.resume({ key: treasuryKey, intent, id: 'never-sent-1' });
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
  const ids = [1, 2].map(() => client.buildRequest({ key: treasuryKey, intent }).signed.request.id);
  expect(ids[0]).toMatch(/^[0-9a-f]{24}$/);
  expect(ids[0]).not.toBe(ids[1]);
});
