import { checkPrimeSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { PrimeFinder } from './primeFinder.ts';

const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

test.each(['blum', 'safe'] as const)('a process finds a %s prime of the length asked for', async (kind) => {
  const prime = numberOf(await new PrimeFinder().find({ kind, bits: 256, isAwaited: true }));
  expect(prime >> 254n).toBe(3n);
  expect(prime % 4n).toBe(3n);
  expect(checkPrimeSync(prime)).toBe(true);
  if (kind === 'safe') expect(checkPrimeSync((prime - 1n) / 2n)).toBe(true);
});

test('a search that is stopped ends without a prime, at once', async () => {
  const finder = new PrimeFinder();
  const search = finder.find({ kind: 'safe', bits: 3072, isAwaited: false });
  const ended = expect(search).rejects.toMatchObject({ code: 'no-prime' });
  finder.stop();
  await ended;
});
