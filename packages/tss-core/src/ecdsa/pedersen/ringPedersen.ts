import type { ModExp, PowOptions } from '../arithmetic/modExp.ts';
import { plainUnits, signedPowers, type Units } from '../arithmetic/units.ts';

/** Ring-Pedersen commitments (N̂, s, t), s ∈ ⟨t⟩: com(x; y) = s^x·t^y mod N̂. Made by the verifier of range proofs. */
export class RingPedersen {
  readonly s: bigint;
  readonly t: bigint;
  /** Z*_N̂. */
  readonly units: Units;
  readonly #powerOfS: ReturnType<typeof signedPowers>;
  readonly #powerOfT: ReturnType<typeof signedPowers>;

  /** Checks nothing: a peer's parameters are trusted after Πprm. */
  constructor(modulus: bigint, s: bigint, t: bigint, modExp: ModExp, units: Units = plainUnits(modulus, modExp)) {
    this.s = s;
    this.t = t;
    this.units = units;
    this.#powerOfS = signedPowers(units, s);
    this.#powerOfT = signedPowers(units, t);
  }

  /** N̂. */
  get modulus(): bigint {
    return this.units.modulus;
  }

  /** s^x·t^y mod N̂ for any integers. */
  commit(x: bigint, y: bigint, options: PowOptions): bigint {
    return this.units.multiply(this.#powerOfS(x, options), this.#powerOfT(y, options));
  }
}
