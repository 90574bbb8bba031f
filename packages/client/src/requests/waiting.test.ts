import { expect, test } from 'vitest';
import { answerWith, hello, ID, signedView } from '../testing/hello.ts';
import { scene, viewOf, wait } from '../testing/scene.ts';

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
