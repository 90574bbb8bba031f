import { RecentMap } from '../../recentMap.ts';
import { PowerStock } from './powerStock.ts';

/** Stocks kept: one's own modulus and three for each peer, of a few sets of parties. The latest used ones. */
const MAX_STOCKS = 128;

/**
 * What a party has drawn and raised to powers ahead of the sessions that will use it. It depends on public parameters
 * alone, so it serves every key and every set of signers. Whoever reads it reads what those sessions hide: it is as
 * secret as a presignature, lives in memory only, and no two sessions are given the same.
 */
export class RandomizerPools {
  #stocks = new RecentMap<string, PowerStock>(MAX_STOCKS);

  /** ρ with ρ^N mod N². */
  paillier(modulus: bigint): PowerStock {
    return this.#stock(`paillier ${modulus.toString(36)}`);
  }

  /** μ with t^μ mod N̂, uniform in ±2^bits·N̂. */
  pedersen({ modulus, t }: { readonly modulus: bigint; readonly t: bigint }, bits: number): PowerStock {
    return this.#stock(`pedersen ${modulus.toString(36)} ${t.toString(36)} ${bits}`);
  }

  /** For when the parameters are replaced, and at the end. */
  clear(): void {
    this.#stocks = new RecentMap(MAX_STOCKS);
  }

  #stock(name: string): PowerStock {
    const stock = this.#stocks.get(name) ?? new PowerStock();
    this.#stocks.put(name, stock);
    return stock;
  }
}
