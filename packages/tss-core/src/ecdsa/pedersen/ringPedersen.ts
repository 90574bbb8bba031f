import type { Random } from '../../bytes.ts';
import type { ModExp, PowOptions } from '../arithmetic/modExp.ts';
import { samplePlusMinus } from '../arithmetic/sampling.ts';
import { plainUnits, signedPowers, type Units } from '../arithmetic/units.ts';
import { DrawnPowers } from '../randomizers/drawnPowers.ts';
import type { PowerStock, PreparedPower } from '../randomizers/powerStock.ts';

export interface RingPedersenOptions {
  /** A faster Z*_N̂, where its factors are known. */
  readonly units?: Units;
  /** Blindings with their powers, prepared for these parameters: those in ±2^bits·N̂. */
  readonly blindings?: ((bits: number) => PowerStock) | undefined;
}

/** Ring-Pedersen commitments (N̂, s, t), s ∈ ⟨t⟩: com(x; y) = s^x·t^y mod N̂. Made by the verifier of range proofs. */
export class RingPedersen {
  readonly s: bigint;
  readonly t: bigint;
  /** Z*_N̂. */
  readonly units: Units;
  readonly #powerOfS: ReturnType<typeof signedPowers>;
  readonly #powerOfT: ReturnType<typeof signedPowers>;
  readonly #stockOf: RingPedersenOptions['blindings'];
  readonly #drawn = new DrawnPowers();

  /** Checks nothing: a peer's parameters are trusted after Πprm. */
  constructor(modulus: bigint, s: bigint, t: bigint, modExp: ModExp, options: RingPedersenOptions = {}) {
    const { units = plainUnits(modulus, modExp), blindings } = options;
    this.s = s;
    this.t = t;
    this.units = units;
    this.#powerOfS = signedPowers(units, s);
    this.#powerOfT = signedPowers(units, t);
    this.#stockOf = blindings;
  }

  /** N̂. */
  get modulus(): bigint {
    return this.units.modulus;
  }

  /** What hides a commitment: y uniform in ±2^bits·N̂. */
  sampleBlinding(bits: number, random: Random): bigint {
    return this.#drawn.draw(this.#stockOf?.(bits)) ?? this.#freshBlinding(bits, random);
  }

  /** One that nobody has drawn, for a stock. */
  prepareBlinding(bits: number, random: Random): PreparedPower {
    const value = this.#freshBlinding(bits, random);
    return { value, power: this.#powerOfT(value, { secret: true }) };
  }

  /** s^x·t^y mod N̂ for any integers. */
  commit(x: bigint, y: bigint, options: PowOptions): bigint {
    return this.units.multiply(this.#powerOfS(x, options), this.#drawn.powerOf(y) ?? this.#powerOfT(y, options));
  }

  #freshBlinding(bits: number, random: Random): bigint {
    return samplePlusMinus(this.modulus << BigInt(bits), random);
  }
}
