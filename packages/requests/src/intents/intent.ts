import { bytes, type Codec, choice, struct, text, variant } from '@quorate/tss-core/wire';

export const NETWORKS = ['mainnet', 'testnet', 'regtest'] as const;
/** A Bitcoin network. It decides how addresses are written, nothing that is signed. */
export type Network = (typeof NETWORKS)[number];

/** The largest PSBT, in bytes: leaves room for the rest of the request, which is limited to 1 MiB. */
export const MAX_PSBT_BYTES = 768 * 1024;
/** Solana's packet limit (IPv6 minimum MTU 1280 less headers): no larger transaction can be sent. */
export const MAX_SOLANA_TRANSACTION_BYTES = 1232;
/** What geth's pool accepts, in bytes. */
export const MAX_ETHEREUM_TRANSACTION_BYTES = 128 * 1024;
/** The largest typed data, in bytes of JSON. */
export const MAX_TYPED_DATA_BYTES = 64 * 1024;
/** The largest text message, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 8 * 1024;

/** A partially signed Bitcoin transaction (BIP-174 or BIP-370), for frost-secp256k1-tr and ecdsa-secp256k1 keys. */
export interface BitcoinPsbt {
  readonly psbt: Uint8Array;
  readonly network: Network;
}

/** A Solana transaction in wire form, signatures (possibly all zero) first, for frost-ed25519 keys. */
export interface SolanaTransaction {
  readonly transaction: Uint8Array;
}

/** An unsigned Ethereum transaction as it is serialized for signing, for ecdsa-secp256k1 keys. */
export interface EthereumTransactionIntent {
  readonly transaction: Uint8Array;
}

/** EIP-712 typed data as `eth_signTypedData_v4` takes it, in the form that `JSON.stringify` writes, for ECDSA keys of either curve. */
export interface EthereumTypedData {
  readonly json: string;
}

/** A text to be signed in a domain-separated format, of its key's ecosystem or of Bitcoin: see docs/messages.md. */
export interface TextMessage {
  readonly text: string;
}

/** What a desk may ask to have signed. Everything that decides the signed bytes is in here. */
export type Intent =
  | { readonly kind: 'bitcoin-psbt'; readonly value: BitcoinPsbt }
  | { readonly kind: 'solana-transaction'; readonly value: SolanaTransaction }
  | { readonly kind: 'ethereum-transaction'; readonly value: EthereumTransactionIntent }
  | { readonly kind: 'ethereum-typed-data'; readonly value: EthereumTypedData }
  | { readonly kind: 'bitcoin-message'; readonly value: TextMessage }
  | { readonly kind: 'message'; readonly value: TextMessage };

export type IntentKind = Intent['kind'];
export const INTENT_KINDS: readonly IntentKind[] = [
  'bitcoin-psbt',
  'solana-transaction',
  'ethereum-transaction',
  'ethereum-typed-data',
  'bitcoin-message',
  'message',
];

const textMessageCodec = struct<TextMessage>({ text: text(MAX_TEXT_BYTES) });

export const intentCodec: Codec<Intent> = variant<{
  'bitcoin-psbt': BitcoinPsbt;
  'solana-transaction': SolanaTransaction;
  'ethereum-transaction': EthereumTransactionIntent;
  'ethereum-typed-data': EthereumTypedData;
  'bitcoin-message': TextMessage;
  message: TextMessage;
}>({
  'bitcoin-psbt': struct<BitcoinPsbt>({ psbt: bytes({ max: MAX_PSBT_BYTES }), network: choice(...NETWORKS) }),
  'solana-transaction': struct<SolanaTransaction>({ transaction: bytes({ max: MAX_SOLANA_TRANSACTION_BYTES }) }),
  'ethereum-transaction': struct<EthereumTransactionIntent>({
    transaction: bytes({ max: MAX_ETHEREUM_TRANSACTION_BYTES }),
  }),
  'ethereum-typed-data': struct<EthereumTypedData>({ json: text(MAX_TYPED_DATA_BYTES) }),
  'bitcoin-message': textMessageCodec,
  message: textMessageCodec,
});
