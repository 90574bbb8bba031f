import { abs, mod } from './integers.ts';

/** Greatest common divisor of the magnitudes; gcd(0, b) = |b|. Its time depends on its inputs. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Inverse of value modulo modulus, in 1..modulus-1; undefined where there is none. Extended Euclid. */
export function inverse(value: bigint, modulus: bigint): bigint | undefined {
  let [r0, r1] = [modulus, mod(value, modulus)];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return r0 === 1n ? mod(t0, modulus) : undefined;
}

/** As `inverse`, for values known to be invertible. Throws RangeError where there is none. */
export function invert(value: bigint, modulus: bigint): bigint {
  const found = inverse(value, modulus);
  if (found === undefined) throw new RangeError('the value has no inverse modulo the modulus');
  return found;
}

/** Whether value is in 1..modulus-1 and has no factor in common with modulus: an element of Z*_modulus, reduced. */
export function isUnit(value: bigint, modulus: bigint): boolean {
  return value > 0n && value < modulus && gcd(value, modulus) === 1n;
}

/** The Jacobi symbol (value / modulus) for an odd modulus ≥ 1: 1, -1, or 0 where they share a factor. */
export function jacobi(value: bigint, modulus: bigint): 1 | 0 | -1 {
  if (modulus < 1n || modulus % 2n === 0n) throw new RangeError('the Jacobi symbol needs an odd positive modulus');
  let [a, n] = [mod(value, modulus), modulus];
  let isNegative = false;
  while (a !== 0n) {
    const twos = trailingZeros(a);
    a >>= BigInt(twos);
    // (2/n) = -1 iff n = ±3 mod 8; reciprocity flips the sign iff both are 3 mod 4.
    if (twos % 2 === 1 && (n % 8n === 3n || n % 8n === 5n)) isNegative = !isNegative;
    if (a % 4n === 3n && n % 4n === 3n) isNegative = !isNegative;
    [a, n] = [n % a, a];
  }
  if (n !== 1n) return 0;
  return isNegative ? -1 : 1;
}

function trailingZeros(value: bigint): number {
  let count = 0;
  while ((value >> BigInt(count)) % 2n === 0n) count++;
  return count;
}
