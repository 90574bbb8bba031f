import type { Random } from '../../bytes.ts';
import { mod } from '../arithmetic/integers.ts';
import type { ModExp } from '../arithmetic/modExp.ts';
import { sampleUnit } from '../arithmetic/sampling.ts';
import { plainUnits, type Units } from '../arithmetic/units.ts';
import { DrawnPowers } from '../randomizers/drawnPowers.ts';
import type { PowerStock, PreparedPower } from '../randomizers/powerStock.ts';

export interface PaillierOptions {
  /** Faster ones, where the factors of N are known. */
  readonly groups?: { readonly residues: Units; readonly ciphertexts: Units };
  /** Those with their powers, prepared for this N. */
  readonly randomizers?: PowerStock | undefined;
}

/** Paillier with g = 1+N: enc(m; ρ) = (1+N)^m·ρ^N mod N². Plaintexts are integers; their sums wrap at ±N/2. */
export class PaillierPublicKey {
  /** N. */
  readonly modulus: bigint;
  /** Z*_N: randomizers ρ. */
  readonly residues: Units;
  /** Z*_{N²}: ciphertexts. */
  readonly ciphertexts: Units;
  readonly #stock: PowerStock | undefined;
  readonly #drawn = new DrawnPowers();

  /** Checks nothing of N: a peer's modulus is trusted after Πmod and Πfac. */
  constructor(modulus: bigint, modExp: ModExp, { groups, randomizers }: PaillierOptions = {}) {
    this.modulus = modulus;
    this.#stock = randomizers;
    this.residues = groups?.residues ?? plainUnits(modulus, modExp);
    this.ciphertexts = groups?.ciphertexts ?? plainUnits(modulus * modulus, modExp, modulus);
  }

  /** Attack 29: whether all are from 1 to N²-1 and share no factor with N. */
  isCiphertext(...ciphertexts: readonly bigint[]): boolean {
    return this.ciphertexts.contains(...ciphertexts);
  }

  sampleRandomizer(random: Random): bigint {
    return this.#drawn.draw(this.#stock) ?? sampleUnit(this.modulus, random);
  }

  /** A randomizer that nobody has drawn, for a stock. */
  prepareRandomizer(random: Random): PreparedPower {
    const value = sampleUnit(this.modulus, random);
    return { value, power: this.computeNthPower(value) };
  }

  /** ρ^N mod N²: an encryption of zero. */
  nthPower(randomizer: bigint): bigint {
    return this.#drawn.powerOf(randomizer) ?? this.computeNthPower(randomizer);
  }

  /** The exponent is public. */
  protected computeNthPower(randomizer: bigint): bigint {
    return this.ciphertexts.pow(randomizer, this.modulus, { secret: false });
  }

  /** enc(message; randomizer), for any integer message and a unit mod N. */
  encrypt(message: bigint, randomizer: bigint): bigint {
    return this.ciphertexts.multiply(1n + mod(message, this.modulus) * this.modulus, this.nthPower(randomizer));
  }

  /** Of plaintexts the sum. */
  add(...ciphertexts: readonly bigint[]): bigint {
    return this.ciphertexts.multiply(...ciphertexts);
  }

  /** Of a plaintext its product with a secret integer, which may be negative. */
  multiply(ciphertext: bigint, factor: bigint): bigint {
    return this.ciphertexts.pow(ciphertext, factor, { secret: true });
  }
}
