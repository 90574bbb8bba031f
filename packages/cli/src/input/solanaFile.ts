import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { asciiText, parseBase64 } from './base64.ts';
import { readInput } from './readInput.ts';

/** A Solana transaction fits one packet of 1232 bytes; anything much larger is some other file. */
const MAX_FILE_BYTES = 16_384;

/** Reads a wire transaction as tools write it: base64, or the bytes themselves. Its content is judged elsewhere. */
export async function readSolanaTransaction(path: string): Promise<Uint8Array> {
  return decodeSolanaFile(path, await readInput(path, MAX_FILE_BYTES));
}

export function decodeSolanaFile(path: string, content: Uint8Array): Uint8Array {
  const text = asciiText(content);
  if (text === undefined) return content;
  const transaction = parseBase64(text);
  if (transaction === undefined) {
    throw new Failure(
      EXIT.failed,
      'not-base64',
      `${path}: this is not a Solana transaction: the text is not valid base64`,
      'Write the serialized transaction as base64, for instance with getBase64EncodedWireTransaction of @solana/kit.',
    );
  }
  return transaction;
}
