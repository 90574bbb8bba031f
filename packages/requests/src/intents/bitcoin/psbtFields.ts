import { RequestRejected } from '@quorate/tss-core';

/** Of all maps together, and of one; the largest transaction that is signed has some 5000 of them in version 2. */
const MAX_FIELDS = 6000;
const MAX_FIELDS_OF_MAP = 512;
/** Keys with data in them, and what stands under them: most are public keys, each of which is checked to be a point. */
const MAX_KEYED_BYTES = 128 * 1024;

const MAGIC_BYTES = 5;

/**
 * Looks at the frame of a PSBT, without making anything of it: the library takes a time that grows with the fields of a map
 * times its bytes, minutes for as many as there is room for. Throws RequestRejected `too-large`; it need not be valid.
 */
export function checkFields(psbt: Uint8Array): void {
  let fields = 0;
  let ofMap = 0;
  let keyed = 0;
  for (let at = MAGIC_BYTES; at < psbt.length; ) {
    const key = compactSize(psbt, at);
    at = key.end;
    // An empty key ends a map.
    ofMap = key.value === 0 ? 0 : ofMap + 1;
    if (key.value === 0) continue;
    const value = compactSize(psbt, at + key.value);
    at = value.end + value.value;
    if (at > psbt.length) return;
    fields += 1;
    if (key.value > 1) keyed += key.value + value.value;
    if (fields > MAX_FIELDS || ofMap > MAX_FIELDS_OF_MAP || keyed > MAX_KEYED_BYTES) throw tooManyFields();
  }
}

/** Little-endian; beyond 2^53 it is not exact, and far beyond any PSBT. */
function compactSize(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  const first = bytes[at] ?? 0;
  const length = first < 0xfd ? 0 : 2 ** (first - 0xfc);
  const end = at + 1 + length;
  if (length === 0) return { value: first, end };
  return { value: bytes.subarray(at + 1, end).reduceRight((value, byte) => value * 256 + byte, 0), end };
}

function tooManyFields(): RequestRejected {
  return new RequestRejected(
    'too-large',
    `The PSBT has more than ${MAX_FIELDS} fields, or ${MAX_FIELDS_OF_MAP} of one input or output, or ${MAX_KEYED_BYTES / 1024} KiB of derivations, partial signatures and the like.`,
    'Remove the derivations and the fields of other programs, or split the payment into several transactions.',
  );
}
