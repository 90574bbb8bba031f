import { type FrameTap, SESSION_PROTOCOL, sessionFrameCodec } from '@quorate/network';
import type { SignedBatch, SigningDescriptor } from '@quorate/tss-core';
import { decodeCbor, decodeFrame, type Envelope } from '@quorate/tss-core/wire';
import { offeredSession } from './controlFrames.ts';
import { batchIn } from './nonceStock.ts';

/** One envelope in a frame between two nodes. */
export interface SentEnvelope {
  /** Who sent the frame; of a frame that shows a round, not always the envelope's own party. */
  readonly from: string;
  readonly to: string;
  readonly envelope: Envelope;
}

/** Everything that members say to each other, as they mean it: before any fault is injected. */
export interface WireLog {
  /** Records, then lets `then` decide what becomes of the frame. */
  recording(then: FrameTap): FrameTap;
  /** What nodes said in sessions since the mark; everything without one. */
  since(mark?: number): readonly SentEnvelope[];
  /** Of this moment. */
  mark(): number;
  /** Nonce commitments that nodes gave each other in advance. */
  readonly batches: readonly SignedBatch[];
  /** Signing sessions that coordinators offered. */
  readonly offers: readonly SigningDescriptor[];
}

export function wireLog(): WireLog {
  const sent: SentEnvelope[] = [];
  const batches: SignedBatch[] = [];
  const offers: SigningDescriptor[] = [];
  return {
    recording: (then) => (from, to, protocol, frame) => {
      if (protocol === SESSION_PROTOCOL) sent.push(...envelopesIn(frame).map((envelope) => ({ from, to, envelope })));
      const batch = batchIn(protocol, frame);
      if (batch) batches.push(batch);
      const offer = offeredSession(protocol, frame);
      if (offer) offers.push(offer);
      return then(from, to, protocol, frame);
    },
    since: (mark = 0) => sent.slice(mark),
    mark: () => sent.length,
    batches,
    offers,
  };
}

function envelopesIn(encoded: Uint8Array): readonly Envelope[] {
  const frame = decodeFrame(decodeCbor(sessionFrameCodec, encoded, encoded.length).payload);
  if (frame.kind === 'envelope') return [frame.value];
  return frame.kind === 'show' ? frame.value : [];
}
