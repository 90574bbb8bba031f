import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClusterFile, verifyAuthHeader } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';

export interface Reply {
  readonly status?: number;
  /** Sent as JSON, unless it is text. */
  readonly body: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a route does: answers, or `hang up` without a word. */
export type Handler = (call: { readonly path: string; readonly body: string }) => Reply | 'hang up';

/** A coordinator that says whatever a test wants, over real HTTP; it checks the authentication of every call. */
export class FakeCoordinator {
  readonly calls: string[] = [];
  readonly #handlers = new Map<string, Handler>();
  readonly #server: Server;
  readonly #cluster: ClusterFile;

  constructor(cluster: ClusterFile) {
    this.#cluster = cluster;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** @param route e.g. `GET /v1/keys`, without the query */
  on(route: string, handler: Handler): void {
    this.#handlers.set(route, handler);
  }

  /** @returns its address */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = '', url: path = '', headers } = request;
    const route = `${method} ${path.split('?')[0]}`;
    this.calls.push(`${method} ${path}`);
    const reply = this.#authenticated({ method, path, body }, headers.authorization) ?? this.#handle(route, path, body);
    if (reply === 'hang up') return void request.socket.destroy();
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status ?? 200, { 'content-type': reply.type ?? 'application/json', ...reply.headers });
    response.end(text);
  }

  #authenticated(call: { method: string; path: string; body: Uint8Array }, header?: string): Reply | undefined {
    try {
      verifyAuthHeader(header, call, this.#cluster, Date.now());
      return undefined;
    } catch (problem) {
      if (!(problem instanceof RequestRejected)) throw problem;
      return { status: 401, body: { error: { code: problem.code, message: problem.message } } };
    }
  }

  #handle(route: string, path: string, body: Buffer): Reply | 'hang up' {
    const handler = this.#handlers.get(route);
    if (handler) return handler({ path, body: body.toString() });
    return { status: 404, body: { error: { code: 'not-found', message: `nothing at ${route}` } } };
  }
}
