import { RequestRejected } from '@quorate/tss-core';
import type { OwnOutput } from './ownOutput.ts';
import type { ParsedInput, ParsedPsbt } from './parsePsbt.ts';
import { SIGHASH_DEFAULT } from './sighash.ts';

/** An input that pays from our key. */
export interface OwnInput {
  readonly index: number;
  readonly output: OwnOutput;
  /** One of the output's `sighashTypes`. */
  readonly sighashType: number;
  /** The digest to sign, 32 bytes. */
  readonly sighash: Uint8Array;
  /** Whether it carries a valid signature of ours already. */
  readonly signed: boolean;
}

/** All inputs of ours, checked: whole-transaction sighash, valid signatures where there are any. */
export function ownInputs(psbt: ParsedPsbt): OwnInput[] {
  return psbt.inputs.flatMap((input, index) => {
    const { own: output } = input;
    if (output === undefined) return [];
    const sighashType = wholeTransactionType(input, output, index);
    const sighash = output.sighash(psbt, index, sighashType);
    return [{ index, output, sighashType, sighash, signed: isSigned(psbt, index, output) }];
  });
}

function wholeTransactionType({ map }: ParsedInput, { sighashTypes }: OwnOutput, index: number): number {
  const type = map.sighashType ?? sighashTypes[0] ?? SIGHASH_DEFAULT;
  if (sighashTypes.includes(type)) return type;
  const problem =
    type === SIGHASH_DEFAULT
      ? 'DEFAULT, which is for taproot inputs alone'
      : `0x${type.toString(16)}, which leaves parts of the transaction open to change`;
  const only = sighashTypes.includes(SIGHASH_DEFAULT) ? 'DEFAULT and ALL are' : 'ALL is';
  throw new RequestRejected(
    'unsupported-sighash',
    `Input ${index} asks for sighash type ${problem}.`,
    `Only ${only} signed: NONE, SINGLE and ANYONECANPAY are not.`,
  );
}

function isSigned(psbt: ParsedPsbt, index: number, output: OwnOutput): boolean {
  const input = psbt.inputs[index];
  const signature = input && output.signatureIn(input, index);
  if (signature === undefined) return false;
  if (output.isValid(psbt, index, signature)) return true;
  throw new RequestRejected(
    'bad-signature',
    `Input ${index} already carries a signature for this key that is not valid for this transaction.`,
    'Remove the old signatures from the PSBT and ask again.',
  );
}
