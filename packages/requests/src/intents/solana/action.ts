/** One instruction in plain words. */
export interface Action {
  /** A sentence without its full stop, e.g. `Transfer 1 SOL (1000000000 lamports) from this key to 9xQe…`. */
  readonly text: string;
  readonly warnings?: readonly string[];
  /** True for what only accompanies the point of the transaction: fees, nonce, memo, opening a token account. */
  readonly minor?: true;
  /** True for a transfer of tokens, to which a Token-2022 mint may attach more than the instruction says. */
  readonly transfersTokens?: true;
}
