import { expect, test } from 'vitest';
import type { PrimeKind, PrimeStore } from '../store/index.ts';
import { createLogger, createMetrics } from '../telemetry/index.ts';
import { PrimeKeeper } from './primeKeeper.ts';

const SEALED = Uint8Array.of(1);

/** A store in memory. */
function primeStore(): PrimeStore {
  let primes: { kind: PrimeKind; id: number; sealed: Uint8Array }[] = [];
  const spares: { id: number; sealed: Uint8Array }[] = [];
  let last = 0;
  return {
    add: (kind, sealed) => void primes.push({ kind, id: ++last, sealed }),
    list: (wanted, count) => primes.filter(({ kind }) => kind === wanted).slice(0, count),
    combine(used, sealed) {
      primes = primes.filter(({ id }) => !used.some((prime) => prime.id === id));
      spares.push({ id: ++last, sealed });
    },
    nextSpare: () => spares[0],
    countSpares: () => spares.length,
  };
}

function keeper(inAdvance: number, find: () => Promise<{ sealed: Uint8Array }> = async () => ({ sealed: SEALED })) {
  const found: PrimeKind[] = [];
  const store = primeStore();
  const metrics = createMetrics();
  const primes = new PrimeKeeper(
    {
      store,
      vault: {
        async findPrime({ kind }) {
          const prime = await find();
          found.push(kind);
          return prime;
        },
        combinePrimes: async () => ({ sealed: SEALED }),
      },
      log: createLogger('silent', {}),
      metrics,
    },
    inAdvance,
  );
  return { primes, store, found, metrics };
}

test('a node that is never asked looks for nothing', async () => {
  const { primes, found } = keeper(0);
  primes.start();
  await new Promise(setImmediate);
  expect(found).toEqual([]);
  expect(primes.progress()).toBeNull();
});

test('asked for the first time, it says how far it is, and then has the secrets of one ceremony', async () => {
  const { primes, store, found, metrics } = keeper(0);
  expect(primes.next()).toEqual({ found: 0, needed: 4 });
  expect(primes.progress()).toEqual({ found: 0, needed: 4 });
  await expect.poll(() => primes.next()).toHaveProperty('sealed');
  expect(found).toEqual(['safe', 'safe', 'blum', 'blum']);
  expect(store.list('safe', 9)).toEqual([]);
  expect(primes.progress()).toBeNull();
  expect((await metrics.primesFound.get()).values.map(({ value }) => value)).toEqual([2, 2]);
});

test('configured to, it has as many in advance', async () => {
  const { primes, store, found } = keeper(2);
  primes.start();
  await expect.poll(() => store.countSpares()).toBe(2);
  expect(found).toHaveLength(8);
});

test('a search that fails begins anew when somebody asks', async () => {
  let failures = 1;
  const { primes } = keeper(0, async () => {
    if (failures-- > 0) throw new Error('no process could be started');
    return { sealed: SEALED };
  });
  primes.next();
  await new Promise(setImmediate);
  await expect.poll(() => primes.next()).toHaveProperty('sealed');
});

test('stopped, it stores nothing more', async () => {
  const { promise, resolve } = Promise.withResolvers<{ sealed: Uint8Array }>();
  const { primes, store } = keeper(0, () => promise);
  primes.next();
  primes.stop();
  resolve({ sealed: SEALED });
  await new Promise(setImmediate);
  expect(store.list('safe', 9)).toEqual([]);
});
