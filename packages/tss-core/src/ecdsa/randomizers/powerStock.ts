/** A secret that an encryption or a commitment draws, with the power that takes the time: (ρ, ρ^N mod N²) or (μ, t^μ mod N̂). */
export interface PreparedPower {
  readonly value: bigint;
  readonly power: bigint;
}

/** Powers prepared under one modulus. Each is given away once: with a second use, ciphertexts would tell of their plaintexts. */
export class PowerStock {
  readonly #powers: PreparedPower[] = [];

  get size(): number {
    return this.#powers.length;
  }

  add(prepared: PreparedPower): void {
    this.#powers.push(prepared);
  }

  /** Also for whoever still draws from it. */
  clear(): void {
    this.#powers.length = 0;
  }

  /** Undefined where none is left. */
  take(): PreparedPower | undefined {
    return this.#powers.pop();
  }
}
