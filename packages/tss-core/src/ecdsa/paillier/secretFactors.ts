import { Bug } from '../../errors.ts';
import { invert } from '../arithmetic/divisibility.ts';
import { mod } from '../arithmetic/integers.ts';
import type { ModExp } from '../arithmetic/modExp.ts';
import { type Factors, factorsOf } from '../arithmetic/units.ts';

/** Everything that follows from the factors of N = p·q. */
export interface FactorSecrets {
  readonly p: bigint;
  readonly q: bigint;
  /** φ(N). */
  readonly totient: bigint;
  /** p and q. */
  readonly primes: Factors;
  /** p² and q². */
  readonly squares: Factors;
  /** 1/N mod φ(N). */
  readonly inverseOfN: bigint;
}

/**
 * The factors of a modulus, in one place that can be emptied. A bigint cannot be overwritten: wiping drops the last
 * references to it, here and in the engine.
 */
export class SecretFactors {
  readonly #modExp: ModExp;
  #secrets: FactorSecrets | undefined;

  constructor(p: bigint, q: bigint, modExp: ModExp) {
    const totient = (p - 1n) * (q - 1n);
    this.#modExp = modExp;
    this.#secrets = {
      p,
      q,
      totient,
      primes: factorsOf({ modulus: p, order: p - 1n }, { modulus: q, order: q - 1n }),
      squares: factorsOf({ modulus: p * p, order: p * (p - 1n) }, { modulus: q * q, order: q * (q - 1n) }),
      inverseOfN: invert(mod(p * q, totient), totient),
    };
  }

  /** Throws a Bug once wiped. */
  reveal(): FactorSecrets {
    if (this.#secrets === undefined) throw new Bug('a secret that was wiped is used');
    return this.#secrets;
  }

  wipe(): void {
    const secrets = this.#secrets;
    if (secrets) for (const modulus of secretModuli(secrets)) this.#modExp.forget(modulus);
    this.#secrets = undefined;
  }
}

function secretModuli({ p, q }: FactorSecrets): readonly bigint[] {
  return [p, q, p * p, q * q];
}
