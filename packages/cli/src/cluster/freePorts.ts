import { createServer, type Server } from 'node:net';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

// Below the ranges that Linux (32768) and macOS (49152) give to outgoing connections, so that a port written into a
// config is still free when its node starts again tomorrow.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 200;

/** `count` distinct ports on which nothing listens at 127.0.0.1, ascending. `random` is in [0, 1). */
export async function freeLoopbackPorts(count: number, random: () => number = Math.random): Promise<readonly number[]> {
  const held = new Map<number, Server>();
  try {
    for (let attempt = 0; attempt < ATTEMPTS + count && held.size < count; attempt++) {
      const port = LOWEST + Math.floor(random() * (HIGHEST - LOWEST));
      if (held.has(port)) continue;
      const server = await listenOn(port);
      if (server) held.set(port, server);
    }
    if (held.size < count) throw new Failure(EXIT.failed, 'no-ports', `found no ${count} free ports on 127.0.0.1`);
    return [...held.keys()].sort((a, b) => a - b);
  } finally {
    await Promise.all([...held.values()].map(closed));
  }
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
