import { MAX_SIGNED_BATCH_BYTES } from '@quorate/tss-core';
import { bytes, type Decoded, list, nullable, struct, uint, variant } from '@quorate/tss-core/wire';

export const COMMITMENTS_PROTOCOL = '/quorate/commitments/1.0.0';
/** Batches that one node may call live for one key. */
export const MAX_LIVE_BATCHES = 256;
/** A batch, the ids of those that are live, and what surrounds them. */
export const MAX_COMMITMENTS_FRAME_BYTES = MAX_SIGNED_BATCH_BYTES + MAX_LIVE_BATCHES * 34 + 128;

/** What a node has given in advance for one key. */
export interface StockFrame {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly epoch: number;
  /** Ids of all its batches that sessions may still name: its others are to be forgotten. */
  readonly live: readonly Uint8Array[];
  /** One of them, an encoded SignedBatch; null if there is none. */
  readonly batch: Uint8Array | null;
}

/** Asks for all that the receiver has given for a key: the sender has come to hold the key, or misses something. */
export interface WantFrame {
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** What nodes say to each other about nonces given in advance. A batch is checked by its owner's signature besides. */
export const commitmentsFrameCodec = variant<{ stock: StockFrame; want: WantFrame }>({
  stock: struct<StockFrame>({
    key: bytes(32),
    epoch: uint(0xffffffff),
    live: list(bytes(32), { max: MAX_LIVE_BATCHES }),
    batch: nullable(bytes({ min: 1, max: MAX_SIGNED_BATCH_BYTES })),
  }),
  want: struct<WantFrame>({ key: bytes(32) }),
});
export type CommitmentsFrame = Decoded<typeof commitmentsFrameCodec>;

/** The limits of the commitments protocol; its handler is the node's. */
export const commitmentsProtocolLimits = {
  id: COMMITMENTS_PROTOCOL,
  maxFrameBytes: MAX_COMMITMENTS_FRAME_BYTES,
  maxQueuedFrames: 2048,
  maxQueuedBytes: 8 << 20,
  framesPerSecond: 2000,
} as const;
