import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { RequestRejected } from '@quorate/tss-core';
import { OutScript } from '@scure/btc-signer/payment.js';
import { hash160 } from '@scure/btc-signer/utils.js';
import { verifyKeyPath } from './ownInputs.ts';
import type { ParsedInput, ParsedPsbt } from './parsePsbt.ts';
import type { TaprootKey } from './taprootKey.ts';

/**
 * Checks what others have signed already, as far as the form of their coin allows without a script interpreter:
 * taproot key path and P2WPKH. Throws `bad-signature`: a transaction with such a signature can never be sent.
 */
export function checkForeignSignatures(psbt: ParsedPsbt, key: TaprootKey): void {
  psbt.inputs.forEach((input, index) => {
    if (bytesToHex(input.script) === bytesToHex(key.script)) return;
    if (foreignSignaturesFit(psbt, input, index)) return;
    throw new RequestRejected(
      'bad-signature',
      `Input ${index} carries a signature of somebody else that is not valid for this transaction.`,
      'Remove it from the PSBT, or ask its owner to sign again.',
    );
  });
}

function foreignSignaturesFit(psbt: ParsedPsbt, input: ParsedInput, index: number): boolean {
  const isWitnessV1 = input.script.length === 34 && input.script[0] === 0x51;
  const { tapKeySig } = input.map;
  if (isWitnessV1 && tapKeySig !== undefined) {
    return fitsKeyPath(psbt, index, tapKeySig, input.script.subarray(2));
  }
  const isWpkh = input.script.length === 22 && input.script[0] === 0;
  const signatures = isWpkh ? (input.map.partialSig ?? []) : [];
  return signatures.every(([pubkey, signature]) => fitsWpkh(psbt, index, pubkey, signature));
}

/** Others may use any sighash type; only whole-transaction types are checked. */
function fitsKeyPath(psbt: ParsedPsbt, index: number, signature: Uint8Array, outputKey: Uint8Array): boolean {
  const isPartial = signature.length === 65 && signature[64] !== 1;
  return isPartial || verifyKeyPath(psbt, index, signature, outputKey);
}

/** BIP-143: the script code of P2WPKH is the P2PKH script of the same hash. */
function fitsWpkh(psbt: ParsedPsbt, index: number, pubkey: Uint8Array, signature: Uint8Array): boolean {
  const input = psbt.inputs[index];
  const hash = hash160(pubkey);
  if (input === undefined || bytesToHex(hash) !== bytesToHex(input.script.subarray(2))) return false;
  const code = OutScript.encode({ type: 'pkh', hash });
  const type = signature[signature.length - 1] ?? 0;
  const digest = psbt.tx.preimageWitnessV0(index, code, type, input.amount);
  const options = { prehash: false, format: 'der', lowS: false } as const;
  try {
    return secp256k1.verify(signature.subarray(0, -1), digest, pubkey, options);
  } catch {
    return false;
  }
}
