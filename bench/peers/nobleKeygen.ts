import type { SchemeId } from '@quorate/tss-core';
import { nobleFrost } from './noble.ts';

type Frost = ReturnType<typeof nobleFrost>;
type Dealer = ReturnType<Frost['DKG']['round1']>;

/** One party's side of noble's keygen; the others deal beforehand. Nothing is signed or certified in it. */
export class NobleKeygenOfOne {
  readonly #frost: Frost;
  readonly #signers: { readonly min: number; readonly max: number };
  readonly #others: readonly Dealer[];

  constructor(scheme: SchemeId, threshold: number, size: number) {
    this.#frost = nobleFrost(scheme);
    this.#signers = { min: threshold, max: size };
    const ids = Array.from({ length: size - 1 }, (_, i) => this.#frost.Identifier.fromNumber(i + 2));
    this.#others = ids.map((id) => this.#frost.DKG.round1(id, this.#signers));
  }

  /** @returns the milliseconds that the party computed */
  run(): number {
    const { DKG, Identifier } = this.#frost;
    const dealings = this.#others.map((dealer) => dealer.public);
    const shares = this.#others.map((dealer) => this.#shareOf(dealer));
    const start = performance.now();
    const own = DKG.round1(Identifier.fromNumber(1), this.#signers);
    DKG.round2(own.secret, dealings);
    DKG.round3(own.secret, dealings, shares);
    return performance.now() - start;
  }

  /** f(1), the dealt share of party 1. */
  #shareOf({ public: { identifier }, secret }: Dealer) {
    const { Fn } = this.#frost.utils;
    const sum = (secret.coefficients ?? []).reduce((total, a) => Fn.add(total, a), Fn.ZERO);
    return { identifier, signingShare: Fn.toBytes(sum) };
  }
}
