import { mod } from './integers.ts';
import { checkPow, type ModExp } from './modExp.ts';

/** Exponent bits per multiplication: 2^5 precomputed powers are the best for the 256 to 4096 bits that proofs have. */
const WINDOW = 5;
const DIGITS = 1 << WINDOW;

/**
 * Modular exponentiation in pure BigInt, for where no native engine is. Secret exponents are raised by a fixed sequence
 * of operations: after each five squarings one multiplication by a power that is never the zeroth, whatever the digit.
 * What remains of the exponent in its time is its length, the choice of table entries as a cache sees it, and what
 * BigInt itself takes from its operands: a host that shares its processor with others injects a native engine.
 */
export const bigintModExp: ModExp = {
  pow(base, exponent, modulus, { secret }) {
    checkPow(exponent, modulus);
    if (exponent === 0n) return 1n;
    const powers = powersOf(mod(base, modulus), modulus);
    return secret ? powUniform(powers, exponent, modulus) : powPublic(powers, exponent, modulus);
  },
  // It keeps nothing.
  forget() {},
};

/** base^0 … base^32. */
function powersOf(base: bigint, modulus: bigint): readonly bigint[] {
  const powers = [1n];
  for (let i = 1; i <= DIGITS; i++) powers.push(((powers[i - 1] ?? 1n) * base) % modulus);
  return powers;
}

function powPublic(powers: readonly bigint[], exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const digit of digitsOf(exponent)) {
    for (let i = 0; i < WINDOW; i++) result = (result * result) % modulus;
    if (digit !== 0) result = (result * (powers[digit] ?? 1n)) % modulus;
  }
  return result;
}

function powUniform(powers: readonly bigint[], exponent: bigint, modulus: bigint): bigint {
  const [first = 0, ...rest] = withoutZeros(digitsOf(exponent));
  let result = powers[first] ?? 1n;
  for (const digit of rest) {
    for (let i = 0; i < WINDOW; i++) result = (result * result) % modulus;
    result = (result * (powers[digit] ?? 1n)) % modulus;
  }
  return result;
}

/** Base 32, most significant first. */
function digitsOf(exponent: bigint): readonly number[] {
  // toString(32) is one native pass; shifting digit by digit is quadratic.
  return [...exponent.toString(DIGITS)].map((digit) => Number.parseInt(digit, DIGITS));
}

/** The same number with digits 1 to 32 instead of 0 to 31: a zero becomes 32 and borrows one from the digit before it. */
function withoutZeros(digits: readonly number[]): readonly number[] {
  const recoded: number[] = [];
  let borrow = 0;
  for (const digit of [...digits].reverse()) {
    const remaining = digit - borrow;
    borrow = Number(remaining <= 0);
    recoded.push(remaining + borrow * DIGITS);
  }
  // The leading digit is at least 1: only it can have become zero by a borrow, and then it is 32 with nothing to borrow.
  if (borrow === 1) recoded.pop();
  return recoded.reverse();
}
