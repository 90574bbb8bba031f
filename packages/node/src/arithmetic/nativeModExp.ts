import { createDiffieHellman, type DiffieHellman } from 'node:crypto';
import { RecentMap } from '@quorate/tss-core';
import { bigintModExp, checkPow, type ModExp, type PowOptions } from '@quorate/tss-core/ecdsa';

/** OpenSSL's Diffie–Hellman computes below 512 bits either not at all or, in older releases, silently wrong. */
const MIN_BITS = 512;
/** OPENSSL_DH_MAX_MODULUS_BITS. */
const MAX_BITS = 10_000;
/** Contexts kept: seven moduli of one's own and three per peer, for the largest set of signers and more. */
const MAX_CONTEXTS = 64;
/** Powers modulo a multiple of a safe prime, after which its test would have cost as much. */
const WORN = 160;
/** The lengths at which OpenSSL's multiplication is quickest are multiples of this. */
const QUICK_BITS = 512;
/** Replaces a secret exponent in a context after use. */
const NO_SECRET = Buffer.of(2);

/**
 * Modular exponentiation in OpenSSL, three to five times as fast as BigInt and in constant time: the shared secret of
 * Diffie–Hellman with any odd modulus for a prime is base^exponent. Making a context costs an exponentiation, since
 * OpenSSL tests whether the modulus is prime; so contexts are kept per modulus, the latest used ones.
 *
 * Of a prime it makes sure at the cost of fifty powers, of a safe one at that of a hundred. A session, which opens the factors of its moduli
 * and wipes them, has fifteen for each other signer, and a few sessions may be open at once. So powers modulo a prime are
 * first taken modulo a multiple of it, which takes longer by two thirds for each, and is seen to be composite at once.
 *
 * It refuses what no honest key exchange has, some bases and results among them; those go to BigInt.
 */
export class NativeModExp implements ModExp {
  readonly #contexts = new RecentMap<bigint, Context>(MAX_CONTEXTS);

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
  #shared(base: bigint, exponent: bigint, modulus: bigint, { secret, isPrime }: PowOptions): bigint | undefined {
    const { group, isMultiple } = this.#contextOf(modulus, isPrime === true);
    const encodedExponent = toBuffer(exponent);
    try {
      group.setPrivateKey(encodedExponent);
      const power = fromBuffer(group.computeSecret(toBuffer(base)));
      return isMultiple ? power % modulus : power;
    } catch {
      return undefined;
    } finally {
      encodedExponent.fill(0);
      if (secret) group.setPrivateKey(NO_SECRET);
    }
  }

  #contextOf(modulus: bigint, isPrime: boolean): Context {
    const known = this.#contexts.get(modulus);
    const isWorn = known?.isMultiple === true && known.uses >= WORN;
    const context = known && !isWorn ? known : newContext(modulus, isPrime && !isWorn);
    context.uses++;
    this.#contexts.put(modulus, context);
    return context;
  }
}

interface Context {
  /** Modulo the modulus, or modulo a multiple of it. */
  readonly group: DiffieHellman;
  readonly isMultiple: boolean;
  uses: number;
}

function newContext(modulus: bigint, isMultiple: boolean): Context {
  const multiple = isMultiple ? multipleOf(modulus) : undefined;
  return { group: createDiffieHellman(toBuffer(multiple ?? modulus), 2), isMultiple: multiple !== undefined, uses: 0 };
}

/** By 3·(2^k + 1), which is odd and has the smallest of divisors; undefined where it would be too long. */
function multipleOf(modulus: bigint): bigint | undefined {
  const bits = modulus.toString(2).length;
  const longer = QUICK_BITS * Math.ceil((bits + 4) / QUICK_BITS);
  return longer > MAX_BITS ? undefined : 3n * ((1n << BigInt(longer - bits - 2)) + 1n) * modulus;
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
