import { type FrameTap, SESSION_PROTOCOL, sessionFrameCodec } from '@quorate/network';
import { decodeCbor, decodeFrame, type Envelope, encodeCbor, encodeFrame, signEnvelope } from '@quorate/tss-core/wire';
import { type SeededRandom, seededRandom } from './seededRandom.ts';

/** How often each thing happens to a frame, from 0 to 1. */
export interface FaultRates {
  readonly drop?: number;
  readonly duplicate?: number;
  /** A delayed frame is overtaken by later ones. */
  readonly delay?: number;
  readonly maxDelayMs?: number;
}

/** Passes every frame on. */
export const honest: FrameTap = (_from, _to, _protocol, frame) => [{ frame, delayMs: 0 }];

/** Faults of the network between nodes, the same for one seed and one order of frames. Control calls pass untouched. */
export function seededFaults(seed: number, rates: FaultRates): FrameTap {
  return randomFaults(seededRandom(seed), rates);
}

export function randomFaults(random: SeededRandom, rates: FaultRates): FrameTap {
  const happens = (rate = 0) => random() < rate;
  return (_from, _to, protocol, frame) => {
    if (protocol !== SESSION_PROTOCOL) return [{ frame, delayMs: 0 }];
    if (happens(rates.drop)) return [];
    const copy = () => ({ frame, delayMs: happens(rates.delay) ? Math.ceil(random() * (rates.maxDelayMs ?? 100)) : 0 });
    return happens(rates.duplicate) ? [copy(), copy()] : [copy()];
  };
}

/** One after the other: what the first lets pass goes through the next, and delays add up. */
export function inTurn(...taps: readonly FrameTap[]): FrameTap {
  return (from, to, protocol, frame) =>
    taps.reduce<ReturnType<FrameTap>>(
      (copies, tap) =>
        copies.flatMap((copy) =>
          tap(from, to, protocol, copy.frame).map((next) => ({ ...next, delayMs: copy.delayMs + next.delayMs })),
        ),
      [{ frame, delayMs: 0 }],
    );
}

/** Nothing that these nodes send arrives, as if they were frozen; their links stand. */
export function silence(nodes: ReadonlySet<string>): FrameTap {
  return (from, _to, _protocol, frame) => (nodes.has(from) ? [] : [{ frame, delayMs: 0 }]);
}

/** Nothing passes between the two, either way; others reach both. */
export function partition(a: string, b: string): FrameTap {
  return (from, to, _protocol, frame) =>
    (from === a && to === b) || (from === b && to === a) ? [] : [{ frame, delayMs: 0 }];
}

/** `liar` signs to `deceived` other broadcasts of one round than to everybody else. */
export function equivocation(liar: string, secret: Uint8Array, deceived: string, round: number): FrameTap {
  return (from, to, protocol, frame) => {
    const lies = from === liar && to === deceived && protocol === SESSION_PROTOCOL;
    return [{ frame: lies ? forged(frame, secret, round) : frame, delayMs: 0 }];
  };
}

/** `liar` tells everybody the same false thing in one round, under its own signature. In FROST's round 2: a false share. */
export function falsehood(liar: string, secret: Uint8Array, round: number): FrameTap {
  return (from, _to, protocol, frame) => {
    const lies = from === liar && protocol === SESSION_PROTOCOL;
    return [{ frame: lies ? forged(frame, secret, round) : frame, delayMs: 0 }];
  };
}

/** What `late` tells `receiver` in one round arrives late. */
export function lateInRound(late: string, receiver: string, round: number, delayMs: number): FrameTap {
  return (from, to, protocol, frame) => {
    const isMeant = from === late && to === receiver && protocol === SESSION_PROTOCOL;
    return [{ frame, delayMs: isMeant && roundOf(frame) === round ? delayMs : 0 }];
  };
}

/** `dealer` gives `receiver` a false share in a keygen, and says nothing from the round on in which it would answer for it. */
export function falseShareThenSilence(dealer: string, secret: Uint8Array, receiver: string): FrameTap {
  return (from, to, protocol, frame) => {
    if (from !== dealer || protocol !== SESSION_PROTOCOL) return [{ frame, delayMs: 0 }];
    if ((roundOf(frame) ?? 3) >= 3) return [];
    return [{ frame: to === receiver ? forged(frame, secret, 2, 'direct') : frame, delayMs: 0 }];
  };
}

/** Of an envelope; other frames have none. */
function roundOf(frame: Uint8Array): number | undefined {
  const said = decodeFrame(decodeCbor(sessionFrameCodec, frame, frame.length).payload);
  return said.kind === 'envelope' ? said.value.round : undefined;
}

function forged(frame: Uint8Array, secret: Uint8Array, round: number, kind: 'all' | 'direct' = 'all'): Uint8Array {
  const { session, payload } = decodeCbor(sessionFrameCodec, frame, frame.length);
  const said = decodeFrame(payload);
  if (said.kind !== 'envelope' || said.value.round !== round) return frame;
  if ((said.value.to === 'all') !== (kind === 'all')) return frame;
  const value = signEnvelope(withOtherBody(said.value), secret);
  return encodeCbor(sessionFrameCodec, { session, payload: encodeFrame({ kind: 'envelope', value }) });
}

/** Its last bit changed: still of the shape that the round asks for, wherever it ends in plain bytes or a scalar. */
function withOtherBody({ signature: _, ...unsigned }: Envelope) {
  const body = unsigned.body.slice();
  body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
  return { ...unsigned, body };
}
