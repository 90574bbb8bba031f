import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freeLoopbackPorts } from './freePorts.ts';

test('ports are in a row, and outside the ranges of outgoing connections', async () => {
  const ports = await freeLoopbackPorts(12);
  const [first = 0] = ports;
  expect(first % 20).toBe(0);
  expect(ports).toEqual(Array.from({ length: 12 }, (_, i) => first + i));
  expect(ports.every((port) => port >= 20_000 && port < 32_100)).toBe(true);
});

test('a row with a port that somebody listens on is passed over', async () => {
  const [first = 0] = await freeLoopbackPorts(4);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(first + 2, '127.0.0.1', resolve));
  const [next = 0] = await freeLoopbackPorts(4, (first - 20_000) / 20);
  expect(next).not.toBe(first);
  await new Promise((resolve) => server.close(resolve));
});
