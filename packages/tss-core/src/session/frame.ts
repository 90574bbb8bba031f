import { type Codec, decodeCbor, encodeCbor, list, struct, text, variant } from '../wire/codec.ts';
import { type Envelope, envelopeCodec } from '../wire/envelope.ts';

/** What parties of one session say to each other. */
interface FrameKinds {
  /** A message of a round. */
  readonly envelope: Envelope;
  /** The broadcasts of a round as the sender has them, shown when views differ. */
  readonly show: readonly Envelope[];
  /** The sender has left the session. Moves nobody to blame. */
  readonly abort: { readonly reason: string };
}

/** The largest frame of a session, in bytes: one that shows a round of 255 parties still fits. */
export const MAX_FRAME_BYTES = 1 << 21;

const frameCodec = variant<FrameKinds>({
  envelope: envelopeCodec,
  show: list(envelopeCodec, { max: 255 }),
  abort: struct({ reason: text(200) }) satisfies Codec<{ reason: string }>,
});

/** What travels in a session: an envelope; what one holds of a round whose views differ; that one leaves, and why. */
export type Frame =
  | { readonly kind: 'envelope'; readonly value: Envelope }
  | { readonly kind: 'show'; readonly value: readonly Envelope[] }
  | { readonly kind: 'abort'; readonly value: { readonly reason: string } };

/** At most MAX_FRAME_BYTES. */
export function encodeFrame(frame: Frame): Uint8Array {
  return encodeCbor(frameCodec, frame);
}

/** Throws DecodeError. */
export function decodeFrame(encoded: Uint8Array): Frame {
  return decodeCbor(frameCodec, encoded, MAX_FRAME_BYTES, 'session frame');
}
