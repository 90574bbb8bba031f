import type { ModExp, PowOptions } from '../arithmetic/modExp.ts';

/**
 * For tests only: an engine that computes each power once. Runs with one seed begin alike, and tests make hundreds of
 * them; many verify one proof. A real engine that kept secret exponents would be a mistake.
 */
export class RememberingModExp implements ModExp {
  readonly #powers = new Map<string, bigint>();
  #engine: ModExp;

  constructor(engine: ModExp) {
    this.#engine = engine;
  }

  /** What is not remembered yet is computed by another engine from now on: all engines agree. */
  computeWith(engine: ModExp): void {
    this.#engine = engine;
  }

  pow(base: bigint, exponent: bigint, modulus: bigint, options: PowOptions): bigint {
    const name = `${base.toString(32)} ${exponent.toString(32)} ${modulus.toString(32)}`;
    const known = this.#powers.get(name);
    if (known !== undefined) return known;
    const power = this.#engine.pow(base, exponent, modulus, options);
    this.#powers.set(name, power);
    return power;
  }

  forget(modulus: bigint): void {
    this.#engine.forget(modulus);
  }
}
