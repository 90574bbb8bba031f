import { concatBytes } from '@noble/hashes/utils.js';
import { RawOldTx } from '@scure/btc-signer/script.js';
import { sha256x2 } from '@scure/btc-signer/utils.js';
import type { ParsedPsbt } from './parsePsbt.ts';
import { SIGHASH_ALL } from './sighash.ts';

/**
 * What an input from before segwit signs with SIGHASH_ALL, 32 bytes: the transaction with the script that is spent in
 * place of this input's script signature and with no other, then the type in four bytes. It names no amounts at all.
 */
export function legacySighash(psbt: ParsedPsbt, index: number, script: Uint8Array): Uint8Array {
  const tx = RawOldTx.decode(psbt.tx.unsignedTx);
  const inputs = tx.inputs.map((input, i) => ({
    ...input,
    finalScriptSig: i === index ? Uint8Array.from(script) : new Uint8Array(),
  }));
  return sha256x2(concatBytes(RawOldTx.encode({ ...tx, inputs }), Uint8Array.of(SIGHASH_ALL, 0, 0, 0)));
}
