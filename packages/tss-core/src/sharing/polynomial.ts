import type { Random } from '../bytes.ts';
import type { Element, Group } from '../groups/ciphersuite.ts';
import { SecretScalar } from '../groups/secretScalar.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { generatorTimes } from './commitments.ts';

/** A secret polynomial f(x) = a_0 + a_1·x + … + a_{t-1}·x^{t-1}: whoever knows t of its values knows a_0. */
export class Polynomial {
  readonly #group: Group;
  readonly #constant: SecretScalar;
  /** a_1 to a_{t-1}. */
  readonly #slopes: readonly SecretScalar[];

  /** @param slopes a_1 to a_{t-1}; none for threshold 1 */
  constructor(group: Group, constant: bigint, slopes: readonly bigint[]) {
    this.#group = group;
    this.#constant = new SecretScalar(group, constant);
    this.#slopes = slopes.map((slope) => new SecretScalar(group, slope));
  }

  /** a_0, the secret that is shared. Throws once wiped, as the others do. */
  constant(): bigint {
    return this.#constant.reveal();
  }

  /** f(index), the share of one party. */
  evaluate(index: PartyIndex): bigint {
    return this.#evaluator()(index);
  }

  /** The shares of many parties. */
  evaluateAll(indices: readonly PartyIndex[]): ReadonlyMap<PartyIndex, bigint> {
    const evaluate = this.#evaluator();
    return new Map(indices.map((index) => [index, evaluate(index)]));
  }

  /** Reveals the coefficients once. */
  #evaluator(): (index: PartyIndex) => bigint {
    const { reduce } = this.#group;
    const coefficients = [this.#constant, ...this.#slopes].map((a) => a.reveal());
    // Horner, highest coefficient first.
    return (index) => coefficients.reduceRight((sum, a) => reduce(sum * BigInt(index) + a), 0n);
  }

  /** Feldman's commitment vector a_0·G, …, a_{t-1}·G. */
  commit(): readonly Element[] {
    return [this.#constant, ...this.#slopes].map((a) => generatorTimes(this.#group, a.reveal()));
  }

  wipe(): void {
    this.#constant.wipe();
    for (const slope of this.#slopes) slope.wipe();
  }
}

/** A random polynomial of degree `threshold` − 1 that shares `constant`, or a random secret. */
export function randomPolynomial(group: Group, threshold: number, random: Random, constant?: bigint): Polynomial {
  if (!Number.isInteger(threshold) || threshold < 1) {
    throw new RangeError(`a threshold is a positive integer, got ${threshold}`);
  }
  const slopes = Array.from({ length: threshold - 1 }, () => group.randomScalar(random));
  return new Polynomial(group, constant ?? group.randomScalar(random), slopes);
}
