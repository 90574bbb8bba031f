import { bytes, type Codec, type Decoded, nullable, struct, text, uint, variant } from '@quorate/tss-core/wire';
import { MAX_CALL_BYTES } from './fields.ts';

export const CONTROL_PROTOCOL = '/quorate/control/1.0.0';
export const MAX_CONTROL_FRAME_BYTES = MAX_CALL_BYTES + 8192;
export const MAX_ERROR_TEXT = 2000;

interface Call {
  /** Chosen by the caller, unique among its calls on this link. */
  readonly id: number;
  readonly method: string;
  readonly payload: Uint8Array;
}
interface Answer {
  readonly id: number;
  readonly payload: Uint8Array;
}
/** A RequestRejected as it crosses. */
export interface Failure {
  readonly id: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

const payload = bytes({ max: MAX_CALL_BYTES });

/** One frame of the control protocol; answers come in any order. */
export const controlMessageCodec = variant<{ call: Call; answer: Answer; failure: Failure }>({
  call: struct<Call>({ id: uint(), method: text(64), payload }),
  answer: struct<Answer>({ id: uint(), payload }),
  failure: struct<Failure>({
    id: uint(),
    code: text(64),
    message: text(MAX_ERROR_TEXT),
    hint: nullable(text(MAX_ERROR_TEXT)),
  }) satisfies Codec<Failure>,
});
export type ControlMessage = Decoded<typeof controlMessageCodec>;

/** Limits of the control protocol, both directions. */
export const controlProtocolLimits = {
  id: CONTROL_PROTOCOL,
  maxFrameBytes: MAX_CONTROL_FRAME_BYTES,
  maxQueuedFrames: 256,
  maxQueuedBytes: 32 << 20,
  framesPerSecond: 5000,
} as const;
