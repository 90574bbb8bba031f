import { createDiffieHellman, type DiffieHellman } from 'node:crypto';
import { RecentMap } from '@quorate/tss-core';
import { bigintModExp, checkPow, type ModExp, type PowOptions } from '@quorate/tss-core/ecdsa';

/** OpenSSL's Diffie–Hellman computes below 512 bits either not at all or, in older releases, silently wrong. */
const MIN_BITS = 512;
/** OPENSSL_DH_MAX_MODULUS_BITS. */
const MAX_BITS = 10_000;
/** Contexts kept: twelve moduli of one's own and two per peer, for a large quorum. */
const MAX_CONTEXTS = 64;
/** Replaces a secret exponent in a context after use. */
const NO_SECRET = Buffer.of(2);

/**
 * Modular exponentiation in OpenSSL, three to five times as fast as BigInt and in constant time: the shared secret of
 * Diffie–Hellman with any odd modulus for a prime is base^exponent. Making a context costs some exponentiations, since
 * OpenSSL tests whether the modulus is prime; so contexts are kept per modulus, the latest used ones.
 *
 * It refuses what no honest key exchange has, some bases and results among them; those go to BigInt.
 */
export class NativeModExp implements ModExp {
  readonly #contexts = new RecentMap<bigint, DiffieHellman>(MAX_CONTEXTS);

  pow(base: bigint, exponent: bigint, modulus: bigint, options: PowOptions): bigint {
    checkPow(exponent, modulus);
    const reduced = ((base % modulus) + modulus) % modulus;
    const native = isFit(reduced, exponent, modulus) ? this.#shared(reduced, exponent, modulus, options) : undefined;
    return native ?? bigintModExp.pow(reduced, exponent, modulus, options);
  }

  forget(modulus: bigint): void {
    this.#contexts.delete(modulus);
  }

  /** Undefined where OpenSSL refuses the result: 0, 1, modulus−1. */
  #shared(base: bigint, exponent: bigint, modulus: bigint, { secret }: PowOptions): bigint | undefined {
    const context = this.#contextOf(modulus);
    const encodedExponent = toBuffer(exponent);
    try {
      context.setPrivateKey(encodedExponent);
      return fromBuffer(context.computeSecret(toBuffer(base)));
    } catch {
      return undefined;
    } finally {
      encodedExponent.fill(0);
      if (secret) context.setPrivateKey(NO_SECRET);
    }
  }

  #contextOf(modulus: bigint): DiffieHellman {
    const context = this.#contexts.get(modulus) ?? createDiffieHellman(toBuffer(modulus), 2);
    this.#contexts.put(modulus, context);
    return context;
  }
}

/** Bases 0, 1 and modulus−1 and exponent 0 are refused by OpenSSL; `checkPow` has refused even moduli. */
function isFit(base: bigint, exponent: bigint, modulus: bigint): boolean {
  const bits = modulus.toString(2).length;
  return bits >= MIN_BITS && bits <= MAX_BITS && exponent > 0n && base > 1n && base < modulus - 1n;
}

function toBuffer(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}

function fromBuffer(encoded: Buffer): bigint {
  const value = BigInt(`0x${encoded.toString('hex')}`);
  encoded.fill(0);
  return value;
}

/** An engine of one's own: contexts are not shared between threads or keys. */
export function nativeModExp(): ModExp {
  return new NativeModExp();
}
