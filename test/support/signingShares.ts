import { bytes, type Codec, DecodeError, decodeCbor, list, struct } from '@quorate/tss-core/wire';
import type { SentEnvelope } from './wireLog.ts';

const scalars = list(bytes(32), { min: 1, max: 1024 });
/** In a session of two rounds, its second; in one of prepared nonces, its only one. */
const shapes: readonly Codec<unknown>[] = [
  scalars,
  struct<{ list: Uint8Array; shares: readonly Uint8Array[] }>({ list: bytes(32), shares: scalars }),
];

/** Those envelopes that give a signature share away. Told by their shape, whatever session they say they are of. */
export function signatureShares(sent: readonly SentEnvelope[]): readonly SentEnvelope[] {
  return sent.filter(({ envelope: { body } }) => shapes.some((shape) => decodes(shape, body)));
}

function decodes(shape: Codec<unknown>, body: Uint8Array): boolean {
  try {
    decodeCbor(shape, body, body.length);
    return true;
  } catch (problem) {
    if (problem instanceof DecodeError) return false;
    throw problem;
  }
}
