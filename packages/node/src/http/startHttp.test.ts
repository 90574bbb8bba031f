import { connect } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Health } from './health.ts';
import { type RunningHttp, startHttp } from './startHttp.ts';

let health: Health;
let http: RunningHttp;
const metrics = new Registry();
new Counter({ name: 'things_total', help: 'Things.', registers: [metrics] }).inc(3);

beforeEach(async () => {
  health = { kind: 'serving' };
  http = await startHttp({ host: '127.0.0.1', port: 0, health: () => health, metrics });
});
afterEach(() => http.close());

async function get(path: string, init: RequestInit = {}): Promise<[number, string]> {
  const response = await fetch(http.url + path, init);
  return [response.status, await response.text()];
}

test('health is 200 while serving, and 503 with the reason otherwise', async () => {
  expect(await get('/healthz')).toEqual([200, 'ok\n']);
  health = { kind: 'unavailable', reason: 'no link to any other node' };
  expect(await get('/healthz')).toEqual([503, 'no link to any other node\n']);
});

test('metrics are served in the Prometheus text format', async () => {
  const [status, body] = await get('/metrics');
  expect(status).toBe(200);
  expect(body).toContain('things_total 3');
});

test.each(['/', '/healthz/', '/metrics/../../etc/passwd', '/healthzz'])('%s is not found', async (path) => {
  expect((await get(path))[0]).toBe(404);
});

test.each(['POST', 'PUT', 'DELETE'])('%s is not allowed', async (method) => {
  expect((await get('/healthz', { method, body: 'x'.repeat(100_000) }))[0]).toBe(405);
});

test('oversized headers are refused', async () => {
  expect((await get('/healthz', { headers: { 'x-large': 'x'.repeat(20_000) } }))[0]).toBe(431);
});

test('a health function that throws is a 500 that tells nothing', async () => {
  const broken = await startHttp({
    host: '127.0.0.1',
    port: 0,
    metrics,
    health: () => {
      throw new Error('secret detail');
    },
  });
  const response = await fetch(`${broken.url}/healthz`);
  expect([response.status, await response.text()]).toEqual([500, 'internal error\n']);
  await broken.close();
});

test('a taken port is told in a sentence', async () => {
  const port = Number(new URL(http.url).port);
  const second = startHttp({ host: '127.0.0.1', port, health: () => health, metrics });
  await expect(second).rejects.toThrow(`another process listens on 127.0.0.1:${port} already`);
});

test('closing does not wait for idle or half-sent connections', async () => {
  const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write('GET /healthz HTTP/1.1\r\n');
  await http.close();
  await new Promise((resolve) => socket.once('close', resolve));
});
