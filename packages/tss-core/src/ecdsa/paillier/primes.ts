import { bigintModExp } from '../arithmetic/bigintModExp.ts';
import { bitLength } from '../arithmetic/integers.ts';
import { isProbablePrime } from '../arithmetic/primality.ts';
import type { EcdsaProfile } from '../parameters.ts';

// Miller–Rabin of a prime raises to ±1 only, which native engines refuse: BigInt is as fast here.

/**
 * Throws RangeError unless p and q are distinct primes, 3 mod 4, of equal length, with a product of exactly the
 * profile's length. Equal length makes gcd(N, φ(N)) = 1: q − 1 is even and below 2p, so it is no multiple of p.
 */
export function checkBlumPrimes(profile: EcdsaProfile, p: bigint, q: bigint): void {
  if (p === q) throw new RangeError('the two primes are equal');
  if (p % 4n !== 3n || q % 4n !== 3n) throw new RangeError('a prime is not 3 mod 4');
  if (bitLength(p) !== bitLength(q)) throw new RangeError('the two primes differ in length');
  if (bitLength(p * q) !== profile.modulusBits) {
    throw new RangeError(`the product of the primes has ${bitLength(p * q)} bits, not ${profile.modulusBits}`);
  }
  for (const prime of [p, q]) if (!isProbablePrime(prime, bigintModExp)) throw new RangeError('a factor is not prime');
}

/** As `checkBlumPrimes`, for safe primes: (p−1)/2 and (q−1)/2 are prime as well. */
export function checkSafePrimes(profile: EcdsaProfile, p: bigint, q: bigint): void {
  checkBlumPrimes(profile, p, q);
  for (const prime of [p, q]) {
    if (!isProbablePrime((prime - 1n) / 2n, bigintModExp)) throw new RangeError('a prime is not a safe one');
  }
}
