import { createServer, type Server } from 'node:net';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

// Below the ranges that Linux (32768) and macOS (49152) give to outgoing connections, so that a port written into a
// config is still free when its node starts again tomorrow.
const LOWEST = 20_000;
const ROW = 20;
const ROWS = 600;

/**
 * `count` ports in a row, from a multiple of 20 on, at which nothing listens on 127.0.0.1.
 * @param seed where to begin looking: by default the pid, so that two commands at the same time begin elsewhere
 */
export async function freeLoopbackPorts(count: number, seed: number = process.pid): Promise<readonly number[]> {
  for (let row = 0; row < ROWS; row++) {
    const first = LOWEST + ROW * ((seed + row) % ROWS);
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
