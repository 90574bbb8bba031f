import { DiffieHellman } from 'node:crypto';
import { bigintModExp } from '@quorate/tss-core/ecdsa';
import { SAFE_PRIMES_512 } from '@quorate/tss-core/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NativeModExp } from './nativeModExp.ts';

// What OpenSSL is asked for: results alone would not show that it computes them.

const [p = 3n] = SAFE_PRIMES_512;
const PRIME = { secret: true, isPrime: true };
const number = (encoded: Uint8Array) => BigInt(`0x${Buffer.from(encoded).toString('hex')}`);

function spies() {
  return {
    compute: vi.spyOn(DiffieHellman.prototype, 'computeSecret'),
    setKey: vi.spyOn(DiffieHellman.prototype, 'setPrivateKey'),
  };
}

let spied: ReturnType<typeof spies>;
let engine: NativeModExp;
beforeEach(() => {
  spied = spies();
  engine = new NativeModExp();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Powers of p, none of which BigInt has to compute. */
function pow(times: number): void {
  for (let i = 0; i < times; i++) {
    const base = 5n + BigInt(i);
    expect(engine.pow(base, 77n, p, PRIME)).toBe(bigintModExp.pow(base, 77n, p, PRIME));
  }
  expect(spied.compute.mock.results.map(({ type }) => type)).not.toContain('throw');
}

/** The groups that powers were computed in, in order. */
function groups(): readonly DiffieHellman[] {
  return spied.compute.mock.contexts.flatMap((one) => (one instanceof DiffieHellman ? one : []));
}

const moduli = () => groups().map((group) => number(group.getPrime()));

test('a prime is worth its test after 160 powers modulo one multiple of it', () => {
  pow(162);
  expect(new Set(groups()).size).toBe(2);
  const all = moduli();
  expect(all.slice(0, 160).every((modulus) => modulus % (3n * p) === 0n && modulus % 2n === 1n)).toBe(true);
  expect(all.slice(160)).toEqual([p, p]);
});

test('of moduli that are said to be no primes there is no multiple', () => {
  engine.pow(5n, 77n, 7n * p, { secret: true });
  expect(moduli()).toEqual([7n * p]);
});

test('nor of primes whose multiple would be too long for OpenSSL', () => {
  const long = (1n << 9_900n) + 1n;
  engine.pow(5n, 77n, long, PRIME);
  expect(moduli()).toEqual([long]);
});

test('what is forgotten is made anew', () => {
  pow(2);
  engine.forget(p);
  pow(1);
  const [first, second, third] = groups();
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('a secret exponent stays neither in its context nor in what it was encoded in', () => {
  const before = spied.setKey.mock.calls.length;
  pow(1);
  expect(number(groups()[0]?.getPrivateKey() ?? Buffer.of(0))).toBe(2n);
  const [encoded] = spied.setKey.mock.calls[before] ?? [];
  if (!(encoded instanceof Uint8Array)) throw new Error('no exponent was given');
  expect([...encoded].every((byte) => byte === 0)).toBe(true);
});
