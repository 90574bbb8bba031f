import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { p2tr } from '@scure/btc-signer/payment.js';
import type { KeyContext } from '../prepared.ts';
import { orReject } from '../rejections.ts';

/** A key as Bitcoin sees it: one BIP-86 output, spendable by key path alone. */
export interface TaprootKey {
  /** x-only internal key P, 32 bytes. */
  readonly internalKey: Uint8Array;
  /** x-only output key Q = P + H_TapTweak(P)·G, 32 bytes. */
  readonly outputKey: Uint8Array;
  /** The scriptPubKey OP_1 <Q>, 34 bytes. */
  readonly script: Uint8Array;
}

/**
 * Recomputes the BIP-86 output key from the group key: the group key itself is never an output key, and no tweak from
 * outside is accepted. Throws `inconsistent-key` when the context's public key is another.
 */
export function taprootKey(key: KeyContext): TaprootKey {
  const internalKey = key.groupKey.subarray(1);
  const payment = orReject(inconsistent, () => p2tr(internalKey));
  if (key.groupKey.length !== 33 || !equalBytes(payment.tweakedPubkey, key.publicKey)) throw inconsistent();
  return { internalKey, outputKey: payment.tweakedPubkey, script: payment.script };
}

function inconsistent(): RequestRejected {
  return new RequestRejected('inconsistent-key', "The key's public key is not the BIP-86 output of its group key.");
}
