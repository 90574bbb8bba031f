import { canonicalJson, MAX_TYPED_DATA_BYTES } from '@quorate/requests';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { readInput } from './readInput.ts';

/** White space is allowed in the file, and dropped. */
const MAX_FILE_BYTES = 4 * MAX_TYPED_DATA_BYTES;

/** Reads EIP-712 typed data: JSON, in the form that is signed. Its content is judged elsewhere. */
export async function readTypedData(path: string): Promise<string> {
  return decodeTypedDataFile(path, await readInput(path, MAX_FILE_BYTES));
}

export function decodeTypedDataFile(path: string, content: Uint8Array): string {
  try {
    return canonicalJson(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    throw new Failure(
      EXIT.failed,
      'not-typed-data',
      `${path}: this is not JSON, or it gives a key twice, or a number that is not exact`,
      'Write typed data as eth_signTypedData_v4 takes it, with integers beyond 2^53 in quotes.',
    );
  }
}
