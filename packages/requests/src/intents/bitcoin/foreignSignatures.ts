import { RequestRejected } from '@quorate/tss-core';
import { verifyKeyPath } from './keyPath.ts';
import type { ParsedInput, ParsedPsbt } from './parsePsbt.ts';
import { type PartialSignature, type PubkeyHash, pubkeyHash, verifyPubkeyHash } from './pubkeyHash.ts';
import { SIGHASH_ALL } from './sighash.ts';

/**
 * Checks what others have signed already, as far as the form of their coin allows without a script interpreter:
 * taproot key path, P2WPKH, P2SH-P2WPKH and P2PKH. Throws `bad-signature`: a transaction with such a signature can never
 * be sent.
 */
export function checkForeignSignatures(psbt: ParsedPsbt): void {
  psbt.inputs.forEach((input, index) => {
    if (input.own !== undefined || foreignSignaturesFit(psbt, input, index)) return;
    throw new RequestRejected(
      'bad-signature',
      `Input ${index} carries a signature of somebody else that is not valid for this transaction.`,
      'Remove it from the PSBT, or ask its owner to sign again.',
    );
  });
}

function foreignSignaturesFit(psbt: ParsedPsbt, input: ParsedInput, index: number): boolean {
  const isWitnessV1 = input.script.length === 34 && input.script[0] === 0x51;
  const { tapKeySig, partialSig = [], redeemScript } = input.map;
  if (isWitnessV1 && tapKeySig !== undefined) {
    return fitsKeyPath(psbt, index, tapKeySig, input.script.subarray(2));
  }
  const coin = pubkeyHash(input.script, redeemScript);
  return coin === undefined || partialSig.every((signature) => fitsPubkeyHash(psbt, index, coin, signature));
}

/** Others may use any sighash type; only whole-transaction types are checked. */
function fitsKeyPath(psbt: ParsedPsbt, index: number, signature: Uint8Array, outputKey: Uint8Array): boolean {
  const isPartial = signature.length === 65 && signature[64] !== SIGHASH_ALL;
  return isPartial || verifyKeyPath(psbt, index, signature, outputKey);
}

/** The same: types other than ALL are checked where BIP-143 says what they sign. */
function fitsPubkeyHash(psbt: ParsedPsbt, index: number, coin: PubkeyHash, signature: PartialSignature): boolean {
  const isPartial = !coin.segwit && signature[1].at(-1) !== SIGHASH_ALL;
  return isPartial || verifyPubkeyHash(psbt, index, coin, signature);
}
