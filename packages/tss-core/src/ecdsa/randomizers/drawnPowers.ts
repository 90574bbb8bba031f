import type { PowerStock } from './powerStock.ts';

/** What a key of one session has drawn of its stocks. It tells the power of each value once, and forgets both. */
export class DrawnPowers {
  readonly #powers = new Map<bigint, bigint>();

  /** A value whose power is at hand; undefined where there is no stock, or it is used up. */
  draw(stock: PowerStock | undefined): bigint | undefined {
    const prepared = stock?.take();
    if (prepared) this.#powers.set(prepared.value, prepared.power);
    return prepared?.value;
  }

  /** Undefined for what was not drawn here. */
  powerOf(value: bigint): bigint | undefined {
    const power = this.#powers.get(value);
    this.#powers.delete(value);
    return power;
  }
}
