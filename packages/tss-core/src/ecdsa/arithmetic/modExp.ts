/** How a power is to be computed. */
export interface PowOptions {
  /** Whether the exponent is a secret: the engine then takes as little of its time from it as it can. */
  readonly secret: boolean;
  /** Whether the modulus is known to be a prime: an engine that would find out need not. */
  readonly isPrime?: boolean;
}

/**
 * Modular exponentiation, the one heavy operation of threshold ECDSA. Injected: pure BigInt (`bigintModExp`), or an
 * engine of the host. All engines give the same results.
 */
export interface ModExp {
  /**
   * base^exponent mod modulus, in 0..modulus-1.
   * @param base any integer
   * @param exponent ≥ 0; throws RangeError below
   * @param modulus odd, ≥ 3; throws RangeError otherwise
   */
  pow(base: bigint, exponent: bigint, modulus: bigint, options: PowOptions): bigint;
  /** Drops what the engine keeps about a modulus: for the secret ones of a key that is destroyed. */
  forget(modulus: bigint): void;
}

/** Throws RangeError for what no engine computes. */
export function checkPow(exponent: bigint, modulus: bigint): void {
  if (exponent < 0n) throw new RangeError('the exponent is negative');
  if (modulus < 3n || (modulus & 1n) === 0n) throw new RangeError('the modulus is not an odd number from 3');
}
