import { writeFile } from 'node:fs/promises';
import { decodeSignedOrder, encodeSignedOrder, type SignedOrder, toBase64 } from '@quorate/requests';
import { asciiText, parseBase64 } from '../input/base64.ts';
import { readInput } from '../input/readInput.ts';
import { errorCode } from '../output/errorCode.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { replaceShared } from '../output/replaceShared.ts';

/** 64 KiB of an order, in base64. */
const MAX_FILE_BYTES = 96 << 10;

/** An order that goes from admin to admin: base64 of a SignedOrder. Throws Failure, RequestRejected `bad-order`. */
export async function readOrder(path: string): Promise<SignedOrder> {
  const encoded = parseBase64(asciiText(await readInput(path, MAX_FILE_BYTES)) ?? '');
  if (encoded) return decodeSignedOrder(encoded);
  throw new Failure(EXIT.failed, 'not-an-order', `${path}: this is not an order: its text is not valid base64`);
}

/** Refuses to replace a file. */
export async function writeOrder(path: string, signed: SignedOrder): Promise<void> {
  try {
    await writeFile(path, orderFileText(signed), { flag: 'wx' });
  } catch (error) {
    const problem =
      errorCode(error) === 'EEXIST' ? 'there is such a file already' : `it cannot be written (${errorCode(error)})`;
    throw new Failure(EXIT.failed, 'not-written', `${path}: ${problem}; no order was given`);
  }
}

export async function replaceOrder(path: string, signed: SignedOrder): Promise<void> {
  await replaceShared(path, orderFileText(signed));
}

function orderFileText(signed: SignedOrder): string {
  return `${toBase64(encodeSignedOrder(signed))}\n`;
}
