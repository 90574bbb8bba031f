/**
 * What an intent does that a node's rules can restrict, or that they must name before the node signs: see
 * `EthereumRules` and `BitcoinRules`. Ethereum's addresses are written by EIP-55; chains are EIP-155 ids.
 */
export type Need =
  /** To act on a chain at all. */
  | { readonly kind: 'chain'; readonly chain: number }
  /** To address a contract in a way that Quorate reads. */
  | { readonly kind: 'contract'; readonly chain: number; readonly address: string }
  /** To pay somebody who is not the key itself, in coins or tokens, or to let somebody take them. */
  | { readonly kind: 'recipient'; readonly chain: number; readonly address: string }
  /** To call a function that Quorate does not read. */
  | { readonly kind: 'unknown-calldata'; readonly chain: number; readonly to: string; readonly selector: string }
  /** To let the code at an address act as an account: delegatecall of a Safe, or EIP-7702. Chain 0 is every chain. */
  | { readonly kind: 'delegate'; readonly chain: number; readonly address: string; readonly account: string }
  /** To create a contract. */
  | { readonly kind: 'contract-creation'; readonly chain: number }
  /** To sign typed data that is bound to no chain, and holds on each. */
  | { readonly kind: 'unbound-typed-data'; readonly contract: string | undefined }
  /** To sign typed data that could have anybody paid: nobody knows here what its contract makes of it. */
  | { readonly kind: 'unknown-typed-data'; readonly type: string }
  /** To sign typed data of an unknown type with bytes in it, which may be a call, or the hash of anything. */
  | {
      readonly kind: 'unread-typed-data';
      readonly type: string;
      readonly chain: number | undefined;
      readonly contract: string | undefined;
    }
  /** To let a transaction cost up to so much, in wei, at up to so much per gas. */
  | { readonly kind: 'ethereum-fee'; readonly chain: number; readonly wei: bigint; readonly perGas: bigint }
  /** To have coins go to a Bitcoin address that is not the key's, or bytes to a data output (`data`). */
  | { readonly kind: 'bitcoin-destination'; readonly destination: string }
  /** To pay a fee for a transaction of at least `vsize` vbytes. */
  | { readonly kind: 'bitcoin-fee'; readonly sat: bigint; readonly vsize: number };
