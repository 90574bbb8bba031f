import { MAX_ETHEREUM_TRANSACTION_BYTES } from '@quorate/requests';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { asciiText, parseHex } from './base64.ts';
import { readInput } from './readInput.ts';

/** Hex doubles it. */
const MAX_FILE_BYTES = 2 * MAX_ETHEREUM_TRANSACTION_BYTES + 4096;

/** Reads an unsigned transaction as tools write it: hex, with 0x or without. Its content is judged elsewhere. */
export async function readEthereumTransaction(path: string): Promise<Uint8Array> {
  return decodeEthereumFile(path, await readInput(path, MAX_FILE_BYTES));
}

export function decodeEthereumFile(path: string, content: Uint8Array): Uint8Array {
  const transaction = parseHex((asciiText(content) ?? '').trim().replace(/^0x/, ''));
  if (transaction !== undefined) return transaction;
  throw new Failure(
    EXIT.failed,
    'not-hex',
    `${path}: this is not an Ethereum transaction: the file is not hex`,
    "Write the unsigned transaction as hex, for instance with viem's serializeTransaction.",
  );
}
