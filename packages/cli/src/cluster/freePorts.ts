import { createServer, type Server } from 'node:net';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

// Below the ranges that Linux (32768) and macOS (49152) give to outgoing connections, so that a port written into a
// config is still free when its node starts again tomorrow.
const LOWEST = 20_000;
const BLOCK = 100;
const BLOCKS = 120;
const ATTEMPTS = 50;

/**
 * `count` (at most 100) ports in a row, from a multiple of 100 on, at which nothing listens on 127.0.0.1.
 * @param random in [0, 1)
 */
export async function freeLoopbackPorts(count: number, random: () => number = Math.random): Promise<readonly number[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const first = LOWEST + BLOCK * Math.floor(random() * BLOCKS);
    const ports = Array.from({ length: count }, (_, i) => first + i);
    if (await allFree(ports)) return ports;
  }
  throw new Failure(EXIT.failed, 'no-ports', `found no ${count} free ports in a row on 127.0.0.1`);
}

async function allFree(ports: readonly number[]): Promise<boolean> {
  const servers = await Promise.all(ports.map(listenOn));
  await Promise.all(servers.map((server) => server && closed(server)));
  return servers.every((server) => server !== undefined);
}

function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(server));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
