import { bytes, type Codec, MAX_FRAME_BYTES, struct } from '@quorate/tss-core/wire';

export const SESSION_PROTOCOL = '/quorate/session/1.0.0';
/** The largest frame of tss-core's sessions, with the session id beside it. */
export const MAX_SESSION_FRAME_BYTES = MAX_FRAME_BYTES + 64;

/** What nodes say to each other: a frame of one session, whose envelopes the session itself checks. */
export interface SessionFrame {
  /** 32 bytes. */
  readonly session: Uint8Array;
  readonly payload: Uint8Array;
}

export const sessionFrameCodec: Codec<SessionFrame> = struct<SessionFrame>({
  session: bytes(32),
  payload: bytes({ max: MAX_SESSION_FRAME_BYTES - 64 }),
});

/** The limits of the session protocol; its handler is the node's. */
export const sessionProtocolLimits = {
  id: SESSION_PROTOCOL,
  maxFrameBytes: MAX_SESSION_FRAME_BYTES,
  maxQueuedFrames: 1024,
  maxQueuedBytes: 16 << 20,
  framesPerSecond: 5000,
} as const;
