import { connect } from 'node:net';
import {
  authHeader,
  type Caller,
  ceremonyViewSchema,
  errorBodySchema,
  keyListSchema,
  requestListSchema,
  requestViewSchema,
  statusViewSchema,
} from '@quorate/requests';
import { SAMPLE_TIME } from '@quorate/requests/testing';
import type { LightMyRequestResponse } from 'fastify';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  ADMIN,
  DESK,
  encodedCancel,
  encodedRequest,
  type Harness,
  type HarnessOptions,
  harness,
} from '../testing/harness.ts';
import { type App, createServer } from './createServer.ts';

interface Served extends Harness {
  readonly app: App;
  call(caller: Caller, method: 'GET' | 'POST', url: string, body?: unknown): Promise<LightMyRequestResponse>;
}

async function served(options: HarnessOptions = {}, metricsAreOpen = true): Promise<Served> {
  const made = harness(options);
  const { services, cluster, metrics, now, log, sample } = made;
  const app = await createServer({
    services,
    cluster,
    version: '0.1.0',
    metrics,
    metricsAreOpen,
    now,
    log,
    tls: undefined,
  });
  return {
    ...made,
    app,
    call(caller, method, url, body) {
      const payload = body === undefined ? '' : JSON.stringify(body);
      const call = { method, path: url, body: Buffer.from(payload) };
      const authorization = authHeader(caller, sample.secret(caller.id), call, now());
      const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      return app.inject({ method, url, headers, ...(body === undefined ? {} : { payload }) });
    },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function errorOf({ payload }: { payload: string }): string {
  return errorBodySchema.parse(JSON.parse(payload)).error.code;
}

test('a request goes from 202 to its signature, and the same again is 200', async () => {
  const { call, sample, key } = await served();
  const body = { request: base64(encodedRequest(sample, key)) };
  const accepted = await call(DESK, 'POST', '/v1/requests', body);
  expect(accepted.statusCode).toBe(202);
  const { id } = requestViewSchema.parse(accepted.json());
  const signed = requestViewSchema.parse((await call(DESK, 'GET', `/v1/requests/${id}?wait=20000`)).json());
  expect(signed.state).toBe('signed');
  const again = await call(DESK, 'POST', '/v1/requests', body);
  expect([again.statusCode, requestViewSchema.parse(again.json())]).toEqual([200, signed]);
  const { requests } = requestListSchema.parse((await call(DESK, 'GET', '/v1/requests?limit=5')).json());
  expect(requests.map((view) => view.id)).toEqual([id]);
});

test('a sentence that quotes much of the caller is no longer than clients take', async () => {
  const { call, sample, key } = await served();
  const body = { request: base64(encodedRequest(sample, key)), ['x'.repeat(3000)]: 1 };
  const answer = await call(DESK, 'POST', '/v1/requests', body);
  expect([answer.statusCode, errorOf(answer)]).toEqual([400, 'bad-body']);
});

test('other content under a known id is 409', async () => {
  const { call, sample, key } = await served();
  await call(DESK, 'POST', '/v1/requests', { request: base64(encodedRequest(sample, key)) });
  const other = encodedRequest(sample, key, { intent: { kind: 'message', value: { text: 'other' } } });
  const answer = await call(DESK, 'POST', '/v1/requests', { request: base64(other) });
  expect([answer.statusCode, errorOf(answer)]).toEqual([409, 'id-conflict']);
  expect(answer.json()).toMatchObject({ error: { hint: 'use a new id for new content' } });
});

test('a request is answered when it has ended, to whoever is ready to wait', async () => {
  const { call, sample, key } = await served();
  const body = { request: base64(encodedRequest(sample, key)) };
  const ended = await call(DESK, 'POST', '/v1/requests?wait=20000', body);
  expect(ended.statusCode).toBe(200);
  expect(requestViewSchema.parse(ended.json()).state).toBe('signed');
  expect((await call(DESK, 'POST', '/v1/requests?wait=30001', body)).statusCode).toBe(400);
});

test('a call that waits has let go of its body', async () => {
  const { app, call, sample, key } = await served();
  const held: unknown[] = [];
  app.addHook('onResponse', async (request) => void held.push(request.body, Reflect.get(request, 'rawBody')));
  await call(DESK, 'POST', '/v1/requests?wait=20000', { request: base64(encodedRequest(sample, key)) });
  expect(held).toEqual([{ request: '' }, undefined]);
});

test('a long-poll is answered when its wait is over, still pending', async () => {
  const { call, sample, key, nodes, requests } = await served();
  for (const node of ['node-1', 'node-2', 'node-3']) nodes.cut(node);
  await call(DESK, 'POST', '/v1/requests', { request: base64(encodedRequest(sample, key)) });
  const answer = await call(DESK, 'GET', '/v1/requests/request-0001?wait=50');
  expect(answer.json()).toMatchObject({ state: 'pending', reason: 'waiting for node-1, node-2, node-3 to answer' });
  await requests.stop();
});

test('a stop answers long-polls in flight, then refuses new requests', async () => {
  const { app, call, sample, key, nodes, requests, ceremonies } = await served();
  const arrived = Promise.withResolvers<void>();
  app.addHook('preHandler', async ({ method }) => void (method === 'GET' && arrived.resolve()));
  for (const node of ['node-1', 'node-2', 'node-3']) nodes.cut(node);
  await call(DESK, 'POST', '/v1/requests', { request: base64(encodedRequest(sample, key)) });
  const waiting = call(DESK, 'GET', '/v1/requests/request-0001?wait=30000');
  await arrived.promise;
  await new Promise(setImmediate);
  await Promise.all([requests.stop(), ceremonies.stop()]);
  expect((await waiting).json()).toMatchObject({ state: 'pending' });
  const late = { request: base64(encodedRequest(sample, key, { id: 'request-0002' })) };
  const refused = await call(DESK, 'POST', '/v1/requests', late);
  expect([refused.statusCode, errorOf(refused)]).toEqual([503, 'stopping']);
  await app.close();
});

test('a pending request is cancelled; a signed one is 409', async () => {
  const { call, sample, key, nodes } = await served();
  nodes.cut('node-1');
  nodes.cut('node-2');
  const accepted = await call(DESK, 'POST', '/v1/requests', { request: base64(encodedRequest(sample, key)) });
  const cancel = base64(encodedCancel(sample, requestViewSchema.parse(accepted.json())));
  const cancelled = await call(DESK, 'POST', '/v1/requests/request-0001/cancel', { cancel });
  expect([cancelled.statusCode, requestViewSchema.parse(cancelled.json()).state]).toEqual([200, 'cancelled']);
  nodes.link('node-1');
  const next = { request: base64(encodedRequest(sample, key, { id: 'request-0002' })) };
  await call(DESK, 'POST', '/v1/requests', next);
  const signed = requestViewSchema.parse((await call(DESK, 'GET', '/v1/requests/request-0002?wait=20000')).json());
  const late = { cancel: base64(encodedCancel(sample, signed)) };
  const answer = await call(DESK, 'POST', '/v1/requests/request-0002/cancel', late);
  expect([answer.statusCode, errorOf(answer)]).toEqual([409, 'already-signed']);
});

test('every route but those for operators needs a signed header', async () => {
  const { app } = await served();
  for (const url of [
    '/v1/requests',
    '/v1/requests/request-0001',
    '/v1/keys',
    '/v1/status',
    `/v1/ceremonies/${'00'.repeat(32)}`,
  ]) {
    const answer = await app.inject({ method: 'GET', url });
    expect([url, answer.statusCode, errorOf(answer)]).toEqual([url, 401, 'unauthenticated']);
  }
  for (const url of ['/v1/requests', '/v1/requests/request-0001/cancel', '/v1/ceremonies']) {
    const answer = await app.inject({ method: 'POST', url, payload: {} });
    expect([url, answer.statusCode]).toEqual([url, 401]);
  }
  for (const url of ['/healthz', '/openapi.json', '/metrics']) {
    expect((await app.inject({ method: 'GET', url })).statusCode).toBe(200);
  }
});

test('a header signed for another path, method or body, by a stranger, or long ago is refused', async () => {
  const { app, sample, now } = await served();
  const ask = async (authorization: string) => {
    const { statusCode } = await app.inject({ method: 'GET', url: '/v1/keys', headers: { authorization } });
    return statusCode;
  };
  const call = { method: 'GET', path: '/v1/keys', body: new Uint8Array(0) };
  const secret = sample.secret('desk-1');
  expect(await ask(authHeader(DESK, secret, call, now()))).toBe(200);
  expect(await ask(authHeader(DESK, secret, { ...call, path: '/v1/status' }, now()))).toBe(401);
  expect(await ask(authHeader(DESK, secret, { ...call, path: '/v1/keys?x=1' }, now()))).toBe(401);
  expect(await ask(authHeader(DESK, secret, { ...call, method: 'POST' }, now()))).toBe(401);
  expect(await ask(authHeader(DESK, secret, { ...call, body: Uint8Array.of(1) }, now()))).toBe(401);
  expect(await ask(authHeader(DESK, secret, call, now() - 120_000))).toBe(401);
  expect(await ask(authHeader(DESK, sample.secret('desk-2'), call, now()))).toBe(401);
  expect(await ask(authHeader({ kind: 'desk', id: 'desk-9' }, secret, call, now()))).toBe(401);
  expect(await ask('Bearer something')).toBe(401);
});

test("a desk gets neither another desk's requests nor its place", async () => {
  const { call, sample, key } = await served();
  const other = { kind: 'desk', id: 'desk-2' } as const;
  await call(DESK, 'POST', '/v1/requests', { request: base64(encodedRequest(sample, key)) });
  expect((await call(other, 'GET', '/v1/requests/request-0001')).statusCode).toBe(404);
  expect((await call(other, 'GET', '/v1/requests')).json()).toEqual({ requests: [] });
  const stolen = await call(other, 'POST', '/v1/requests', { request: base64(encodedRequest(sample, key)) });
  expect([stolen.statusCode, errorOf(stolen)]).toEqual([403, 'foreign-request']);
});

test('an order goes from 202 to the key', async () => {
  const { call, key } = await served({ keyKnown: false });
  const accepted = await call(ADMIN, 'POST', '/v1/ceremonies', { order: key.view.order });
  expect(accepted.statusCode).toBe(202);
  const { order } = ceremonyViewSchema.parse(accepted.json());
  const done = await call(ADMIN, 'GET', `/v1/ceremonies/${order}?wait=20000`);
  expect(ceremonyViewSchema.parse(done.json())).toMatchObject({ state: 'done', phase: 'done' });
  expect(keyListSchema.parse((await call(DESK, 'GET', '/v1/keys')).json())).toEqual({ keys: [key.view] });
  expect((await call(ADMIN, 'POST', '/v1/ceremonies', { order: key.view.order })).statusCode).toBe(200);
});

test('status shows every node, the silent ones as down', async () => {
  const { call, nodes } = await served();
  nodes.cut('node-2');
  const status = statusViewSchema.parse((await call(DESK, 'GET', '/v1/status')).json());
  expect(status.nodes.map(({ id, state }) => `${id} ${state}`)).toEqual(['node-1 up', 'node-2 down', 'node-3 up']);
  expect(status.nodes[0]?.peerId).toMatch(/^16Uiu2/);
});

test.each([
  ['not JSON', '{"request":', 'application/json', 400, 'bad-body'],
  ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json', 400, 'bad-body'],
  ['another content type', 'request=1', 'application/x-www-form-urlencoded', 400, 'bad-body'],
  ['an unknown field', '{"request":"AAAA","extra":1}', 'application/json', 400, 'bad-body'],
  ['a missing field', '{}', 'application/json', 400, 'bad-body'],
  ['base64 that is not canonical', '{"request":"AAB="}', 'application/json', 400, 'bad-body'],
  ['bytes that are no request', '{"request":"AAAA"}', 'application/json', 400, 'bad-request'],
])('a body that is %s is refused with one sentence', async (_name, payload, type, status, code) => {
  const { app, sample, now } = await served();
  const call = { method: 'POST', path: '/v1/requests', body: Buffer.from(payload) };
  const authorization = authHeader(DESK, sample.secret('desk-1'), call, now());
  const headers = { authorization, 'content-type': type };
  const answer = await app.inject({ method: 'POST', url: '/v1/requests', headers, payload });
  expect([answer.statusCode, errorOf(answer)]).toEqual([status, code]);
});

test('a body larger than any request is 413', async () => {
  const { app } = await served();
  const headers = { 'content-type': 'application/json' };
  const payload = JSON.stringify({ request: 'A'.repeat(2 << 20) });
  const answer = await app.inject({ method: 'POST', url: '/v1/requests', headers, payload });
  expect([answer.statusCode, errorOf(answer)]).toEqual([413, 'too-large']);
});

test('a request that expired before it was sent is 410, an unknown key 404', async () => {
  const { call, sample, key } = await served();
  const send = async (changes: Parameters<typeof encodedRequest>[2]) =>
    (await call(DESK, 'POST', '/v1/requests', { request: base64(encodedRequest(sample, key, changes)) })).statusCode;
  expect(await send({ createdAt: 1_767_225_000, expiresAt: 1_767_225_500 })).toBe(410);
  expect(await send({ key: new Uint8Array(32) })).toBe(404);
});

test('a wait beyond the longest, a malformed id and an unknown route are refused in our words', async () => {
  const { call, app } = await served();
  const wait = await call(DESK, 'GET', '/v1/requests/request-0001?wait=30001');
  expect([wait.statusCode, errorOf(wait)]).toEqual([400, 'bad-query']);
  const id = await call(DESK, 'GET', '/v1/requests/..%2fx');
  expect([id.statusCode, errorOf(id)]).toEqual([400, 'bad-path']);
  const route = await app.inject({ method: 'GET', url: '/v2/requests' });
  expect([route.statusCode, errorOf(route)]).toEqual([404, 'unknown-route']);
  const url = await app.inject({ method: 'GET', url: '/v1/requests/%zz' });
  expect([url.statusCode, errorOf(url)]).toEqual([400, 'bad-call']);
  const long = await app.inject({ method: 'GET', url: `/v1/requests/${'x'.repeat(101)}` });
  expect([long.statusCode, errorOf(long)]).toEqual([400, 'bad-call']);
});

test('an error of ours says nothing of its inside', async () => {
  const { call, ledger } = await served();
  ledger.close();
  const answer = await call(DESK, 'GET', '/v1/requests');
  expect(answer.statusCode).toBe(500);
  expect(errorOf(answer)).toBe('internal');
  expect(answer.payload).not.toContain('database');
});

test('a caller that hangs up in the middle of its body is no error of ours', async () => {
  const { app, log } = await served();
  const error = vi.spyOn(log, 'error');
  const head = 'POST /v1/requests HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n';
  const answered = new Promise<number>((resolve) => {
    app.addHook('onSend', async (_, reply) => resolve(reply.statusCode));
  });
  app.addHook('onRequest', async () => {
    setTimeout(() => socket.destroy(), 20);
  });
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${head}{"request":`);
  expect(await answered).toBe(400);
  expect(error).not.toHaveBeenCalled();
  await app.close();
});

test('metrics are for admins and desks where others could reach them', async () => {
  const { app, call } = await served({}, false);
  expect((await app.inject({ method: 'GET', url: '/metrics' })).statusCode).toBe(401);
  const answer = await call(ADMIN, 'GET', '/metrics');
  expect(answer.payload).toContain('quorate_coordinator_requests_pending 0');
});

test('metrics say how much the ledger keeps of each desk, until it is forgotten', async () => {
  const { app, call, sample, key, ledger } = await served();
  const request = encodedRequest(sample, key);
  await call(DESK, 'POST', '/v1/requests?wait=10000', { request: base64(request) });
  const metrics = async () => (await app.inject({ method: 'GET', url: '/metrics' })).payload;
  const series = `quorate_coordinator_requests_stored_bytes{desk="${DESK.id}"} ${request.length}`;
  expect(await metrics()).toContain(series);
  ledger.forgetOld((SAMPLE_TIME + 100 * 86_400) * 1000, 30);
  expect(await metrics()).not.toContain('requests_stored_bytes{');
});

test('the OpenAPI document describes every route with its schemas', async () => {
  const { app } = await served();
  const document = z
    .object({
      openapi: z.string(),
      paths: z.record(
        z.string(),
        z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()) })),
      ),
    })
    .parse((await app.inject({ method: 'GET', url: '/openapi.json' })).json());
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths).sort()).toEqual([
    '/healthz',
    '/v1/ceremonies',
    '/v1/ceremonies/{orderHash}',
    '/v1/keys',
    '/v1/requests',
    '/v1/requests/{id}',
    '/v1/requests/{id}/cancel',
    '/v1/status',
  ]);
  const text = JSON.stringify(document.paths['/v1/requests/{id}']);
  expect(text).toContain('"in":"query"');
  expect(text).toContain('"denials"');
  expect(text).not.toContain('$schema');
  expect(Object.keys(document.paths['/v1/requests']?.post?.responses ?? {})).toEqual(['200', '202', 'default']);
});
