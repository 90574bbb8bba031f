import type { IntentScheme } from './intentScheme.ts';
import type { Need } from './need.ts';

/** The key an intent is prepared for, as its certificate states it. */
export interface KeyContext {
  readonly scheme: IntentScheme;
  /** The internal group key X in the suite's encoding: 33 bytes compressed for secp256k1, 32 for Ed25519. */
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
  /** To be signed, in this order. */
  readonly messages: readonly Uint8Array[];
  /**
   * Puts the signatures (64 bytes each, 65 for ECDSA; in the order of `messages`) into the document.
   * Verifies each of them first and throws RequestRejected `bad-signature` when one does not fit.
   */
  attach(signatures: readonly Uint8Array[]): Artefact;
}
