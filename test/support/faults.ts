import { type FrameTap, SESSION_PROTOCOL, sessionFrameCodec } from '@quorate/network';
import { decodeCbor, decodeFrame, type Envelope, encodeCbor, encodeFrame, signEnvelope } from '@quorate/tss-core';

/** How often each thing happens to a frame, from 0 to 1. */
export interface FaultRates {
  readonly drop?: number;
  readonly duplicate?: number;
  /** A delayed frame is overtaken by later ones. */
  readonly delay?: number;
  readonly maxDelayMs?: number;
}

/** Faults of the network between nodes, the same for one seed and one order of frames. Control calls pass untouched. */
export function seededFaults(seed: number, rates: FaultRates): FrameTap {
  const random = seededRandom(seed);
  const happens = (rate = 0) => random() < rate;
  return (_from, _to, protocol, frame) => {
    if (protocol !== SESSION_PROTOCOL) return [{ frame, delayMs: 0 }];
    if (happens(rates.drop)) return [];
    const copy = () => ({ frame, delayMs: happens(rates.delay) ? Math.ceil(random() * (rates.maxDelayMs ?? 100)) : 0 });
    return happens(rates.duplicate) ? [copy(), copy()] : [copy()];
  };
}

/** `liar` signs to `deceived` other broadcasts of one round than to everybody else. */
export function equivocation(liar: string, secret: Uint8Array, deceived: string, round: number): FrameTap {
  return (from, to, protocol, frame) => {
    const lies = from === liar && to === deceived && protocol === SESSION_PROTOCOL;
    return [{ frame: lies ? forged(frame, secret, round) : frame, delayMs: 0 }];
  };
}

function forged(frame: Uint8Array, secret: Uint8Array, round: number): Uint8Array {
  const { session, payload } = decodeCbor(sessionFrameCodec, frame, frame.length);
  const said = decodeFrame(payload);
  if (said.kind !== 'envelope' || said.value.round !== round || said.value.to !== 'all') return frame;
  const value = signEnvelope(withOtherBody(said.value), secret);
  return encodeCbor(sessionFrameCodec, { session, payload: encodeFrame({ kind: 'envelope', value }) });
}

/** The last byte changed: still of the shape that the round asks for, wherever it ends in plain bytes. */
function withOtherBody({ signature: _, ...unsigned }: Envelope) {
  const body = unsigned.body.slice();
  body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
  return { ...unsigned, body };
}

/** mulberry32, in [0, 1): for tests only. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}
