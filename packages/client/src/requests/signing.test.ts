import type { RequestView } from '@quorate/requests';
import { expect, test } from 'vitest';
import type { QuorateClient } from '../quorateClient.ts';
import { answerWith, hello, ID, signaturesOf, signedView } from '../testing/hello.ts';
import { scene, treasury, viewOf, wait } from '../testing/scene.ts';
import type { BuiltRequest } from './buildRequest.ts';

test('a signature is handed over after it was verified here', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  answerWith(coordinator, signedView(built));
  const outcome = await client.sign(built.signed, wait());
  expect(outcome).toMatchObject({ kind: 'signed', signers: ['node-1', 'node-2'], key: { name: 'treasury' } });
  expect(outcome.kind === 'signed' && outcome.artefact.kind).toBe('message-signature');
});

test('whoever does not watch asks once; whoever does is told at once that it was taken', async () => {
  const { coordinator, client } = await scene();
  const built = hello(client);
  coordinator.on('POST /v1/requests', ({ path }) => ({
    body: path.includes('?wait=') ? signedView(built) : viewOf(built.signed),
  }));
  coordinator.on(`GET /v1/requests/${built.signed.request.id}`, () => ({ body: signedView(built) }));
  expect((await client.sign(built.signed, wait())).kind).toBe('signed');
  const asked = () => coordinator.calls.filter((call) => call.includes('/v1/requests'));
  expect(asked()).toHaveLength(1);
  const states: string[] = [];
  await client.sign(built.signed, { ...wait(), onView: ({ state }) => void states.push(state) });
  expect(asked()).toHaveLength(3);
  expect(states).toEqual(['pending', 'signed']);
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
