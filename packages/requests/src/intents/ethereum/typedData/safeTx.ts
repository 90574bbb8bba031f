import type { Reading, Scope } from '../calls/reading.ts';
import { readSafeTransaction } from '../calls/safeTransaction.ts';
import { bytesOf, numberOf, textOf } from './fields.ts';
import type { TypedDataReader } from './permit.ts';
import type { Struct } from './typedValue.ts';

const before = 'address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas';
const after = 'uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce';

/** What the owners of a Safe sign, in words as in its execution. Before version 1.0 a field had another name. */
export const SAFE_TX_READERS: Readonly<Record<string, TypedDataReader>> = {
  [`SafeTx(${before},uint256 baseGas,${after})`]: readerOf('baseGas'),
  [`SafeTx(${before},uint256 dataGas,${after})`]: readerOf('dataGas'),
};

function readerOf(baseGas: string): TypedDataReader {
  return (message, safe, scope) => readSafeTx(message, numberOf(message, baseGas), safe, scope);
}

function readSafeTx(message: Struct, baseGas: bigint, safe: string, scope: Scope): Reading {
  const told = readSafeTransaction(
    safe,
    {
      to: textOf(message, 'to'),
      value: numberOf(message, 'value'),
      data: bytesOf(message, 'data'),
      operation: numberOf(message, 'operation'),
      baseGas,
      gasPrice: numberOf(message, 'gasPrice'),
      gasToken: textOf(message, 'gasToken'),
      refundReceiver: textOf(message, 'refundReceiver'),
    },
    scope,
  );
  return { ...told, text: `As an owner, agree to this: ${told.text}` };
}
