import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freeLoopbackPorts } from './freePorts.ts';

test('ports are distinct, ascending and outside the ranges of outgoing connections', async () => {
  const ports = await freeLoopbackPorts(12);
  expect(new Set(ports).size).toBe(12);
  expect(ports).toEqual([...ports].sort((a, b) => a - b));
  expect(ports.every((port) => port >= 20_000 && port < 32_000)).toBe(true);
});

test('a port that somebody listens on is passed over', async () => {
  const [taken = 0] = await freeLoopbackPorts(1);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve));
  const draws = [taken, taken, taken + 1, taken + 2, taken + 3];
  const ports = await freeLoopbackPorts(1, () => ((draws.shift() ?? 20_000) - 20_000 + 0.5) / 12_000);
  expect(ports).not.toContain(taken);
  await new Promise((resolve) => server.close(resolve));
});
