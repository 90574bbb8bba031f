import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RequestRejected } from '@quorate/tss-core';
import type { Registry } from 'prom-client';
import type { Health } from './health.ts';

export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  readonly health: () => Health;
  readonly metrics: Pick<Registry, 'metrics' | 'contentType'>;
}

export interface RunningHttp {
  /** Without a trailing slash, e.g. `http://127.0.0.1:41101`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Scrapers are small and local: nobody needs more of any of these. */
const LIMITS = { maxHeaderSize: 8192, headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000 };
const MAX_CONNECTIONS = 64;

/** Serves `/healthz` and `/metrics`, nothing else. RequestRejected `http-unavailable` when it cannot listen. */
export async function startHttp(options: HttpOptions): Promise<RunningHttp> {
  const server = createServer(LIMITS, (request, response) => {
    answer(request, response, options).catch(() => reply(response, 500, TEXT, 'internal error\n'));
  });
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, options);
  return { url: urlOf(server), close: () => close(server) };
}

const TEXT = 'text/plain; charset=utf-8';

async function answer(request: IncomingMessage, response: ServerResponse, options: HttpOptions): Promise<void> {
  // Bodies mean nothing here; they are discarded unread as they come.
  request.resume();
  const path = request.url?.split('?')[0];
  if (path !== '/healthz' && path !== '/metrics') return reply(response, 404, TEXT, 'not found\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return reply(response, 405, TEXT, 'method not allowed\n');
  }
  if (path === '/metrics') return reply(response, 200, options.metrics.contentType, await options.metrics.metrics());
  const health = options.health();
  if (health.kind === 'serving') return reply(response, 200, TEXT, 'ok\n');
  return reply(response, 503, TEXT, `${health.reason}\n`);
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}

function listen(server: Server, { host, port }: HttpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (problem) => reject(cannotListen(problem, host, port)));
    server.listen(port, host, resolve);
  });
}

function cannotListen(problem: Error, host: string, port: number): RequestRejected {
  const taken = 'code' in problem && problem.code === 'EADDRINUSE';
  return new RequestRejected(
    'http-unavailable',
    taken
      ? `another process listens on ${host}:${port} already`
      : `cannot listen on ${host}:${port}: ${problem.message}`,
    'choose another http.port in the config',
  );
}

function urlOf(server: Server): string {
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== 'object' || address === null) return '';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
