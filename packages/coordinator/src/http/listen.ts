import { RequestRejected } from '@quorate/tss-core';
import type { HttpConfig } from '../config/config.ts';
import type { App } from './createServer.ts';

/** @returns the URL it serves at. Throws RequestRejected `bad-config` if the address cannot be had. */
export async function listen(app: App, { host, port, tls }: HttpConfig): Promise<string> {
  try {
    const url = await app.listen({ host, port });
    // fastify does not know that the server it was given speaks TLS.
    return tls ? url.replace(/^http:/, 'https:') : url;
  } catch (problem) {
    const code = problem instanceof Error && 'code' in problem ? problem.code : undefined;
    const why = code === 'EADDRINUSE' ? 'another process serves there' : `it cannot be listened on (${String(code)})`;
    const hint = code === 'EADDRNOTAVAIL' ? 'give http.host an address of this machine' : 'choose another http.port';
    throw new RequestRejected('bad-config', `http: ${host}:${port}: ${why}`, hint);
  }
}
