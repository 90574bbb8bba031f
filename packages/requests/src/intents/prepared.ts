import type { Need } from './need.ts';
import type { NetworkScheme } from './networkScheme.ts';

/** The key an intent is prepared for, as its certificate states it. */
export interface KeyContext {
  readonly scheme: NetworkScheme;
  /** The internal group key X in the suite's encoding: 33 bytes compressed for secp256k1 and P-256, 32 for Ed25519. */
  readonly groupKey: Uint8Array;
  /** What the outside world verifies with: the x-only BIP-86 output key or the Ed25519 key, 32 bytes; ECDSA's, 33 bytes. */
  readonly publicKey: Uint8Array;
}

/** An intent in plain words, for a person who decides. Every text is printable: control characters are escaped. */
export interface Description {
  readonly title: string;
  readonly lines: readonly DescriptionLine[];
  /** What a careful person would want pointed out. */
  readonly warnings: readonly string[];
}

export interface DescriptionLine {
  readonly label: string;
  readonly value: string;
}

/** What the desk gets back: its document with our signatures in it. */
export interface Artefact {
  readonly kind: 'psbt' | 'solana-transaction' | 'ethereum-transaction' | 'typed-data-signature' | 'message-signature';
  readonly bytes: Uint8Array;
  /** `bytes` as the ecosystem writes them: 0x and hex for Ethereum, base64 for the others. */
  readonly text: string;
  /** Who else must sign before it is valid, in plain words; empty when complete. */
  readonly missingSigners: readonly string[];
  readonly finalized?: FinalizedTransaction;
  /** Of a P-256 key: what a contract checks. `bytes` are r ‖ s. */
  readonly p256?: P256Signature;
}

/** The arguments of the P-256 precompile (RIP-7212, EIP-7951), in its order: `0x` and 64 hex digits each, s low. */
export interface P256Signature {
  readonly hash: string;
  readonly r: string;
  readonly s: string;
  readonly x: string;
  readonly y: string;
}

/** A transaction ready to be sent. */
export interface FinalizedTransaction {
  readonly bytes: Uint8Array;
  /** What the network's `sendrawtransaction` takes: hex for Bitcoin, 0x and hex for Ethereum, base64 for Solana. */
  readonly text: string;
  readonly txid: string;
}

/** An intent decoded, described, and reduced to the messages that the key must sign. */
export interface PreparedIntent {
  readonly description: Description;
  /** What rules must allow, beyond who asks for which kind of intent with which key: see `evaluate`. */
  readonly needs: readonly Need[];
  /** What the transaction pays at most to whoever makes the block, in satoshi or lamports; Ethereum's says so itself, per gas. */
  readonly fee?: bigint;
  /** To be signed, in this order. */
  readonly messages: readonly Uint8Array[];
  /**
   * Puts the signatures (64 bytes each, 65 for ECDSA; in the order of `messages`) into the document.
   * Verifies each of them first and throws RequestRejected `bad-signature` when one does not fit.
   */
  attach(signatures: readonly Uint8Array[]): Artefact;
}
