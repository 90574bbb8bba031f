import { concatBytes } from '@noble/hashes/utils.js';
import { _RawPSBTV0, _RawPSBTV2, PSBTInputCoder, PSBTOutputCoder } from '@scure/btc-signer/psbt.js';
import type { PsbtMaps } from './parsePsbt.ts';

/**
 * A PSBT of maps that were decoded, or made of such. Each is encoded by itself: for every field the library copies all that
 * it has written until then.
 */
export function encodePsbt(version: 0 | 2, { global, inputs, outputs }: PsbtMaps): Uint8Array {
  // With empty maps, of which each is a byte at the end.
  const frame = { global, inputs: inputs.map(() => ({})), outputs: outputs.map(() => ({})) };
  const framed = version === 0 ? _RawPSBTV0.encode(frame) : _RawPSBTV2.encode(frame);
  return concatBytes(
    framed.subarray(0, framed.length - inputs.length - outputs.length),
    ...inputs.map((map) => PSBTInputCoder.encode(map)),
    ...outputs.map((map) => PSBTOutputCoder.encode(map)),
  );
}
