import { MAX_PSBT_BYTES } from '@quorate/requests';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { asciiText, parseBase64, parseHex } from './base64.ts';
import { readInput } from './readInput.ts';

/** Hex doubles it. */
const MAX_FILE_BYTES = 2 * MAX_PSBT_BYTES + 4096;
/** BIP-174: "psbt" and 0xff. */
const MAGIC = '70736274ff';

function isPsbt(bytes: Uint8Array | undefined): bytes is Uint8Array {
  return bytes !== undefined && Buffer.from(bytes.subarray(0, 5)).toString('hex') === MAGIC;
}

/** Reads a PSBT as wallets write it: binary, base64 or hex. Only its first bytes are looked at here. */
export async function readPsbt(path: string): Promise<Uint8Array> {
  return decodePsbtFile(path, await readInput(path, MAX_FILE_BYTES));
}

export function decodePsbtFile(path: string, content: Uint8Array): Uint8Array {
  const text = asciiText(content);
  const psbt = text === undefined ? content : (parseHex(text) ?? parseBase64(text));
  if (!isPsbt(psbt)) {
    throw new Failure(
      EXIT.failed,
      'not-a-psbt',
      `${path}: this is not a PSBT`,
      'A PSBT file is binary, base64 (it starts with cHNidP8) or hex (it starts with 70736274ff).',
    );
  }
  if (psbt.length > MAX_PSBT_BYTES) {
    throw new Failure(
      EXIT.failed,
      'too-large',
      `${path}: a PSBT of ${psbt.length} bytes, at most ${MAX_PSBT_BYTES} are accepted`,
    );
  }
  return psbt;
}
