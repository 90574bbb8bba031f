import { RequestRejected } from '@quorate/tss-core';

interface Bind {
  readonly host: string;
  readonly tls?: object;
  readonly behindProxy: boolean;
}

/** Loopback by default: whoever listens elsewhere in the clear would show every request to the network in between. */
export function checkBind(http: Bind, file: string): void {
  if (isLoopback(http.host) || http.tls || http.behindProxy) return;
  throw new RequestRejected(
    'bad-config',
    `${file}: http.host: ${http.host} is not a loopback address, and the API would be served there without TLS`,
    'set http.tls {certFile, keyFile}, or http.behindProxy: true if a reverse proxy speaks TLS',
  );
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
