import { type FrameTap, SESSION_PROTOCOL, sessionFrameCodec } from '@quorate/network';
import { bytes, decodeCbor, decodeFrame, type Envelope, envelopeDigest, list, struct } from '@quorate/tss-core';

/** One envelope in a frame between two nodes. */
export interface SentEnvelope {
  /** Who sent the frame; of a frame that shows a round, not always the envelope's own party. */
  readonly from: string;
  readonly to: string;
  readonly envelope: Envelope;
}

/** Everything that nodes say to each other in sessions, as they mean it: before any fault is injected. */
export interface WireLog {
  /** Records, then lets `then` decide what becomes of the frame. */
  recording(then: FrameTap): FrameTap;
  /** What was sent since the mark; everything without one. */
  since(mark?: number): readonly SentEnvelope[];
  /** Of this moment. */
  mark(): number;
}

export function wireLog(): WireLog {
  const sent: SentEnvelope[] = [];
  return {
    recording: (then) => (from, to, protocol, frame) => {
      if (protocol === SESSION_PROTOCOL) sent.push(...envelopesIn(frame).map((envelope) => ({ from, to, envelope })));
      return then(from, to, protocol, frame);
    },
    since: (mark = 0) => sent.slice(mark),
    mark: () => sent.length,
  };
}

function envelopesIn(encoded: Uint8Array): readonly Envelope[] {
  const frame = decodeFrame(decodeCbor(sessionFrameCodec, encoded, encoded.length).payload);
  if (frame.kind === 'envelope') return [frame.value];
  return frame.kind === 'show' ? frame.value : [];
}

/** What an audit looked at, so that a test can insist that it was something. */
export interface Audited {
  readonly slots: number;
  readonly noncePoints: number;
}

/**
 * Throws when an honest party signed two different envelopes for one slot, or when a nonce point D or E of anybody
 * honest is seen in two sessions (cryptography.md, rules 3 and 15). What liars signed is not held against anybody.
 * @param liars parties that a test corrupts
 */
export function auditWire(sent: readonly SentEnvelope[], liars: readonly number[] = []): Audited {
  const slots = new Map<string, string>();
  const points = new Map<string, string>();
  for (const { envelope } of sent.filter((one) => !liars.includes(one.envelope.from))) {
    const { session, round, from, to } = envelope;
    once(slots, `party ${from} to ${to}, round ${round} of ${hex(session)}`, hex(envelopeDigest(envelope)));
    for (const point of noncePoints(envelope)) once(points, `nonce point ${hex(point)}`, `${hex(session)} ${from}`);
  }
  return { slots: slots.size, noncePoints: points.size };
}

function once(seen: Map<string, string>, what: string, value: string): void {
  const before = seen.get(what);
  if (before !== undefined && before !== value) throw new Error(`${what}: first ${before}, then ${value}`);
  seen.set(what, value);
}

const point = bytes({ min: 32, max: 57 });
const pairs = list(struct<{ hiding: Uint8Array; binding: Uint8Array }>({ hiding: point, binding: point }), {
  min: 1,
  max: 1024,
});

/** D and E of every message, from round 1 of a signing; nothing from a keygen, whose round 1 is no list of pairs. */
function noncePoints({ round, body }: Envelope): readonly Uint8Array[] {
  if (round !== 1) return [];
  try {
    return decodeCbor(pairs, body, body.length).flatMap(({ hiding, binding }) => [hiding, binding]);
  } catch {
    return [];
  }
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex');
}
