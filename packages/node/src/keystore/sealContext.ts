import type { PartyIndex } from '@quorate/tss-core';
import {
  bytes,
  bytes32,
  type Codec,
  choice,
  encodeCbor,
  literal,
  partyIndexCodec,
  struct,
  uint,
} from '@quorate/tss-core/wire';

/**
 * What a sealed share is bound to: a blob moved to another key, epoch, party, ceremony or use does not open. The
 * session is the ceremony's, and with it the transcript and the public share.
 */
export interface SealContext {
  readonly version: 1;
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  readonly epoch: number;
  readonly party: PartyIndex;
  readonly session: Uint8Array;
  readonly kind: 'pending-share' | 'share';
}

const sealContextCodec: Codec<SealContext> = struct<SealContext>({
  version: literal(1),
  cluster: bytes(32),
  key: bytes32,
  epoch: uint(0xffffffff),
  party: partyIndexCodec,
  session: bytes32,
  kind: choice('pending-share', 'share'),
});

/** The additional authenticated data of a sealed share. */
export function encodeSealContext(context: SealContext): Uint8Array {
  return encodeCbor(sealContextCodec, context);
}
