import { expect, test } from 'vitest';
import { clientOf, scene, statusOf } from '../testing/scene.ts';
import { whyNotSent } from './whyNotSent.ts';

const status = statusOf();

test('an answer in form is returned', async () => {
  const { coordinator, client } = await scene();
  coordinator.on('GET /v1/status', () => ({ body: status }));
  expect(await client.status()).toEqual({ kind: 'done', value: status });
});

test('a trailing slash of the address does not matter', async () => {
  const { coordinator, url } = await scene();
  coordinator.on('GET /v1/status', () => ({ body: status, type: 'application/json; charset=utf-8' }));
  expect((await clientOf(`${url}/`).status()).kind).toBe('done');
});

test.each([
  ['HTML', { body: '<html>hello</html>', type: 'text/html' }, 'answered with text/html instead of JSON'],
  ['HTML that says it is JSON', { body: '<html>' }, 'answered with broken JSON'],
  ['truncated JSON', { body: '{"coordinator":' }, 'answered with broken JSON'],
  ['a redirect', { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/' } }, 'answered with a redirect'],
  ['JSON of another form', { body: { ...status, nodes: [{}] } }, 'answered with JSON of another form at nodes.0.id'],
  ['an unknown field', { body: { ...status, admin: true } }, 'JSON of another form'],
  ['an error in no form', { status: 500, body: { message: 'oops' } }, 'answered with status 500'],
])('%s is told as what it is', async (_, reply, sentence) => {
  const { coordinator, client } = await scene();
  coordinator.on('GET /v1/status', () => reply);
  const result = await client.status();
  expect(result).toMatchObject({ kind: 'failed', code: 'not-a-coordinator' });
  expect(result.kind === 'failed' && result.sentence).toContain(sentence);
});

test('an oversized answer is cut off', async () => {
  const { coordinator, client } = await scene();
  const body = JSON.stringify({ padding: 'x'.repeat(17 << 20) });
  coordinator.on('GET /v1/status', () => ({ body }));
  expect(await client.status()).toMatchObject({
    kind: 'failed',
    sentence: expect.stringContaining('answered with more than 16777216 bytes'),
  });
});

test('a refusal is given in the coordinator’s words, but cannot rewrite the terminal', async () => {
  const { coordinator, client } = await scene();
  const error = { code: 'teapot', message: 'no \u001b[2Jcoffee', hint: 'tea\nplease' };
  coordinator.on('GET /v1/status', () => ({ status: 400, body: { error } }));
  expect(await client.status()).toEqual({
    kind: 'failed',
    code: 'teapot',
    sentence: 'no \u{fffd}[2Jcoffee',
    hint: 'tea\u{fffd}please',
    status: 400,
  });
});

test.each([
  [403, 'denied'],
  [410, 'expired'],
  [404, 'failed'],
])('status %i means %s', async (code, kind) => {
  const { coordinator, client } = await scene();
  coordinator.on('GET /v1/status', () => ({ status: code, body: { error: { code: 'x', message: 'y' } } }));
  expect(await client.status()).toMatchObject({ kind, status: code });
});

test('a caller with another key is not let in', async () => {
  const { url } = await scene();
  const intruder = clientOf(url, { desk: { id: 'desk-1', secret: new Uint8Array(32) } });
  expect(await intruder.status()).toMatchObject({ code: 'unauthenticated', status: 401 });
});

test('a coordinator that is not there is unreachable', async () => {
  const { coordinator, client, url } = await scene();
  await coordinator.close();
  expect(await client.status()).toMatchObject({
    kind: 'unreachable',
    sentence: `no coordinator can be reached at ${url} (ECONNREFUSED); nothing was sent`,
  });
  expect(await clientOf('http://no-such-host.invalid').status()).toMatchObject({ kind: 'unreachable' });
});

test('a read that is not answered did nothing', async () => {
  const { coordinator, client } = await scene();
  coordinator.on('GET /v1/status', () => 'hang up');
  expect(await client.status()).toMatchObject({ kind: 'unreachable', code: 'no-answer' });
});

test('only failures to connect prove that nothing was sent', () => {
  const coded = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code });
  const failed = (cause: unknown) => new TypeError('fetch failed', { cause });
  expect(whyNotSent(failed(coded('ECONNREFUSED')))).toBe('ECONNREFUSED');
  expect(whyNotSent(failed(coded('DEPTH_ZERO_SELF_SIGNED_CERT')))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(whyNotSent(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]))).toBe('ECONNREFUSED');
  expect(whyNotSent(new AggregateError([coded('ECONNREFUSED'), coded('ETIMEDOUT')]))).toBeUndefined();
  expect(whyNotSent(failed(coded('ECONNRESET')))).toBeUndefined();
  expect(whyNotSent(new TypeError('Failed to fetch'))).toBeUndefined();
  expect(whyNotSent('ECONNREFUSED')).toBeUndefined();
});
