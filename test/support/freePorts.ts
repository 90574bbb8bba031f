import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

// Below the ports that systems give to outgoing connections, and beside those that `quorate cluster up` takes: a daemon
// that was killed must find its port free again.
const LOWEST = 10_000;
const HIGHEST = 20_000;
/** Workers of a run choose among different ports: what is free is bound by its daemon only seconds later. */
const WORKERS = 8;
const SHARE = (HIGHEST - LOWEST) / WORKERS;

/** Ports on loopback, in a row from a random one on, that nobody listens on right now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const lowest = LOWEST + (Number(process.env.VITEST_POOL_ID ?? 0) % WORKERS) * SHARE;
  for (;;) {
    const first = randomInt(lowest, lowest + SHARE - count);
    const ports = Array.from({ length: count }, (_, i) => first + i);
    if (await areFree(ports)) return ports;
  }
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const servers = await Promise.all(ports.map(listening));
  await Promise.all(servers.map((server) => server && closed(server)));
  return servers.every((server) => server !== undefined);
}

function listening(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(server));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
