import type { Random } from '../../bytes.ts';
import { bigintModExp } from '../arithmetic/bigintModExp.ts';
import { chineseRemainder } from '../arithmetic/crt.ts';
import { inverse, jacobi } from '../arithmetic/divisibility.ts';
import { bitLength, mod } from '../arithmetic/integers.ts';
import { isProbablePrime } from '../arithmetic/primality.ts';
import { sampleBelow, sampleUnit } from '../arithmetic/sampling.ts';
import type { ModProof, ModResponse } from '../proofs/mod/mod.ts';

const PUBLIC = { secret: false };

/** A factor prime^exponent of a modulus. */
export interface PrimePower {
  readonly prime: bigint;
  readonly exponent: bigint;
}

export function powersOf(...primes: readonly bigint[]): readonly PrimePower[] {
  return primes.map((prime) => ({ prime, exponent: 1n }));
}

export function productOf(powers: readonly PrimePower[]): bigint {
  return powers.reduce((product, { prime, exponent }) => product * prime ** exponent, 1n);
}

/** A random prime from `from` to below twice that, in a class modulo 4. */
export function primeFrom(from: bigint, residue: 1n | 3n, random: Random): bigint {
  for (;;) {
    const value = from + sampleBelow(from, random);
    const candidate = value - (value % 4n) + residue;
    if (isProbablePrime(candidate, bigintModExp)) return candidate;
  }
}

/** A random prime of a class modulo 4 that makes the product with `factor` exactly `bits` long. */
export function completing(factor: bigint, bits: number, residue: 1n | 3n, random: Random): bigint {
  const from = (1n << BigInt(bits - 1)) / factor + 1n;
  for (;;) {
    const prime = primeFrom(from, residue, random);
    if (bitLength(prime * factor) === bits) return prime;
  }
}

/** So many primes of equal length that are 3 mod 4, with a product of exactly `bits`. */
export function manyPrimes(count: number, bits: number, random: Random): readonly bigint[] {
  const from = 3n << BigInt(Math.floor(bits / count) - 2);
  const primes = Array.from({ length: count - 1 }, () => primeFrom(from, 3n, random));
  return [...primes, completing(productOf(powersOf(...primes)), bits, 3n, random)];
}

/**
 * The best answers that who knows the factors of N can give in Πmod: every challenge that has a right answer gets it.
 * @param w of Jacobi symbol −1, where there is such
 */
export function bestAnswers(powers: readonly PrimePower[], w: bigint, ys: readonly bigint[]): ModProof {
  const modulus = productOf(powers);
  const inverseOfN = inverse(modulus, totientOf(powers));
  const answer = (y: bigint): ModResponse => {
    const z = inverseOfN === undefined ? y : bigintModExp.pow(y, inverseOfN, modulus, PUBLIC);
    for (const a of [false, true]) {
      for (const b of [false, true]) {
        const x = fourthRoot(mod((a ? -1n : 1n) * (b ? w : 1n) * y, modulus), powers);
        if (x !== undefined) return { x, a, b, z };
      }
    }
    return { x: 1n, a: false, b: false, z };
  };
  return { w, responses: ys.map(answer) };
}

export function nonResidue(modulus: bigint, random: Random): bigint {
  let w = sampleUnit(modulus, random);
  // Modulo a square there is none.
  for (let i = 0; jacobi(w, modulus) !== -1 && i < 100; i++) w = sampleUnit(modulus, random);
  return w;
}

function totientOf(powers: readonly PrimePower[]): bigint {
  return powers.reduce((product, power) => product * orderOf(power), 1n);
}

function orderOf({ prime, exponent }: PrimePower): bigint {
  return prime ** (exponent - 1n) * (prime - 1n);
}

function fourthRoot(u: bigint, powers: readonly PrimePower[]): bigint | undefined {
  let root: { readonly x: bigint; readonly modulus: bigint } | undefined;
  for (const power of powers) {
    const x = rootModulo(u, power);
    if (x === undefined) return undefined;
    const modulus = power.prime ** power.exponent;
    root = root
      ? { x: chineseRemainder(root.modulus, modulus)(root.x, x), modulus: root.modulus * modulus }
      : { x, modulus };
  }
  return root?.x;
}

/** Raises to 1/4 modulo the odd part of the group's order, and tries the elements of the 2-part, which is small here. */
function rootModulo(u: bigint, power: PrimePower): bigint | undefined {
  const modulus = power.prime ** power.exponent;
  const order = orderOf(power);
  const twos = order & -order;
  const odd = order / twos;
  const quarter = inverse(4n, odd);
  if (quarter === undefined || twos > 64n) return undefined;
  const generator = twoPartGenerator(modulus, odd, twos);
  let candidate = bigintModExp.pow(u, quarter, modulus, PUBLIC);
  for (let i = 0n; i < twos; i++) {
    if (mod(candidate ** 4n, modulus) === mod(u, modulus)) return candidate;
    candidate = mod(candidate * generator, modulus);
  }
  return undefined;
}

function twoPartGenerator(modulus: bigint, odd: bigint, twos: bigint): bigint {
  for (let g = 2n; ; g++) {
    const candidate = bigintModExp.pow(g, odd, modulus, PUBLIC);
    if (bigintModExp.pow(candidate, twos / 2n, modulus, PUBLIC) !== 1n) return candidate;
  }
}
