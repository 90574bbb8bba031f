import { RecentMap } from '../../recentMap.ts';
import { PowerStock } from './powerStock.ts';

/** Stocks kept: one's own modulus and three for each other signer, who are nine at most; of a few sets. The latest used ones. */
const MAX_STOCKS = 128;

/**
 * What a party has drawn and raised to powers ahead of the sessions that will use it. It depends on public parameters
 * alone, so it serves every key and every set of signers. It is as secret as those sessions: whoever reads it can open
 * what they encrypt, and with a peer's help the party's share of the key. In memory only; no two sessions are given the
 * same.
 */
export class RandomizerPools {
  #stocks = new RecentMap<string, PowerStock>(MAX_STOCKS);

  /** ρ with ρ^N mod N². */
  paillier(modulus: bigint): PowerStock {
    return this.#stock(`paillier ${modulus.toString(16)}`);
  }

  /** μ with t^μ mod N̂, uniform in ±2^bits·N̂. */
  pedersen({ modulus, t }: { readonly modulus: bigint; readonly t: bigint }, bits: number): PowerStock {
    return this.#stock(`pedersen ${modulus.toString(16)} ${t.toString(16)} ${bits}`);
  }

  /** How many powers there are. */
  get size(): number {
    return [...this.#stocks.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** For when the parameters are replaced, and at the end. */
  clear(): void {
    for (const stock of this.#stocks.values()) stock.clear();
    this.#stocks = new RecentMap(MAX_STOCKS);
  }

  #stock(name: string): PowerStock {
    const stock = this.#stocks.get(name) ?? new PowerStock();
    this.#stocks.put(name, stock);
    return stock;
  }
}
