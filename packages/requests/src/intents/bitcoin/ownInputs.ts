import { ciphersuite, equalBytes, RequestRejected } from '@quorate/tss-core';
import type { ParsedInput, ParsedPsbt } from './parsePsbt.ts';
import type { TaprootKey } from './taprootKey.ts';

/** SIGHASH_DEFAULT and SIGHASH_ALL commit to the whole transaction; the others leave parts of it open. */
const DEFAULT = 0;
const ALL = 1;

/** An input that pays from our key. */
export interface OwnInput {
  readonly index: number;
  readonly sighashType: 0 | 1;
  /** The BIP-341 digest to sign, 32 bytes. */
  readonly sighash: Uint8Array;
  /** Whether it carries a valid signature of ours already. */
  readonly signed: boolean;
}

/** All inputs of ours, checked: whole-transaction sighash, valid signatures where there are any. */
export function ownInputs(psbt: ParsedPsbt, key: TaprootKey): OwnInput[] {
  return psbt.inputs.flatMap((input, index) => {
    if (!equalBytes(input.script, key.script)) return [];
    const sighashType = wholeTransactionType(input.map.sighashType ?? DEFAULT, index);
    const sighash = taprootSighash(psbt, index, sighashType);
    return [{ index, sighashType, sighash, signed: isSigned(psbt, index, key.outputKey) }];
  });
}

/** BIP-341 signature message digest of the key path. */
export function taprootSighash(psbt: ParsedPsbt, index: number, sighashType: number): Uint8Array {
  const scripts = psbt.inputs.map((input) => input.script);
  const amounts = psbt.inputs.map((input) => input.amount);
  return psbt.tx.preimageWitnessV1(index, scripts, sighashType, amounts);
}

function wholeTransactionType(type: number, index: number): 0 | 1 {
  if (type === DEFAULT || type === ALL) return type;
  throw new RequestRejected(
    'unsupported-sighash',
    `Input ${index} asks for sighash type 0x${type.toString(16)}, which leaves parts of the transaction open to change.`,
    'Only DEFAULT and ALL are signed: NONE, SINGLE and ANYONECANPAY are not.',
  );
}

function isSigned(psbt: ParsedPsbt, index: number, outputKey: Uint8Array): boolean {
  const signature = keyPathSignature(psbt.inputs[index], index);
  if (signature === undefined) return false;
  if (verifyKeyPath(psbt, index, signature, outputKey)) return true;
  throw new RequestRejected(
    'bad-signature',
    `Input ${index} already carries a signature for this key that is not valid for this transaction.`,
    'Remove the old signatures from the PSBT and ask again.',
  );
}

/** A taproot key-path signature found in an input, finalized or not. */
export function keyPathSignature(input: ParsedInput | undefined, index: number): Uint8Array | undefined {
  const witness = input?.map.finalScriptWitness;
  if (witness === undefined || witness.length === 0) return input?.map.tapKeySig;
  if (witness.length === 1) return witness[0];
  throw new RequestRejected('unsupported-input', `Input ${index} is finalized in another way than by the key path.`);
}

/** Whether a key-path signature of 64 bytes (DEFAULT) or 65 (type ALL) verifies under an x-only output key. */
export function verifyKeyPath(psbt: ParsedPsbt, index: number, signature: Uint8Array, outputKey: Uint8Array): boolean {
  const type = signature.length === 64 ? DEFAULT : (signature[64] ?? DEFAULT);
  // 65 bytes ending in 00 are invalid by BIP-341.
  if (signature.length !== 64 && (signature.length !== 65 || type !== ALL)) return false;
  const digest = taprootSighash(psbt, index, type);
  return ciphersuite('frost-secp256k1-tr').verify(signature.subarray(0, 64), digest, outputKey);
}
