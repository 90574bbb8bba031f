import { bitLength } from './integers.ts';
import type { ModExp } from './modExp.ts';

/** The first primes: witnesses of Miller–Rabin, and a quick sieve. */
const SMALL_PRIMES: readonly bigint[] = [
  2n,
  3n,
  5n,
  7n,
  11n,
  13n,
  17n,
  19n,
  23n,
  29n,
  31n,
  37n,
  41n,
  43n,
  47n,
  53n,
  59n,
  61n,
  67n,
  71n,
  73n,
  79n,
  83n,
  89n,
  97n,
  101n,
  103n,
  107n,
  109n,
  113n,
  127n,
  131n,
];

/**
 * Miller–Rabin to the first 32 primes. A prime is never called composite. A composite may be called prime only if it was
 * made to deceive these very witnesses: who uses this to trust a prime must have drawn it itself.
 */
export function isProbablePrime(candidate: bigint, modExp: ModExp): boolean {
  if (candidate < 2n) return false;
  for (const prime of SMALL_PRIMES) if (candidate % prime === 0n) return candidate === prime;
  const twos = factorsOfTwo(candidate - 1n);
  const odd = (candidate - 1n) >> BigInt(twos);
  return SMALL_PRIMES.every((witness) => passes(witness, { candidate, odd, twos }, modExp));
}

/** candidate − 1 = odd·2^twos. */
interface Split {
  readonly candidate: bigint;
  readonly odd: bigint;
  readonly twos: number;
}

function passes(witness: bigint, { candidate, odd, twos }: Split, modExp: ModExp): boolean {
  let power = modExp.pow(witness, odd, candidate, { secret: true });
  if (power === 1n || power === candidate - 1n) return true;
  for (let i = 1; i < twos; i++) {
    power = (power * power) % candidate;
    if (power === candidate - 1n) return true;
  }
  return false;
}

function factorsOfTwo(value: bigint): number {
  return bitLength(value & -value) - 1;
}
