import { NODE_ID, type PartyIndex } from '@quorate/tss-core';
import {
  bytes,
  bytes32,
  type Codec,
  choice,
  encodeCbor,
  literal,
  partyIndexCodec,
  struct,
  text,
  uint,
} from '@quorate/tss-core/wire';

/**
 * What a sealed share is bound to: a blob moved to another key, epoch, party, ceremony or use does not open. The
 * session is the ceremony's, and with it the transcript and the public share. For the secrets of an aux generation its id
 * is the key.
 */
export interface SealContext {
  readonly version: 1;
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  readonly epoch: number;
  readonly party: PartyIndex;
  readonly session: Uint8Array;
  readonly kind: 'pending-share' | 'share' | 'pending-aux' | 'aux';
}

/** What a sealed prime, or sealed aux secrets of no generation yet, are bound to. */
export interface SpareContext {
  readonly version: 1;
  readonly cluster: Uint8Array;
  readonly node: string;
  /** Name of the profile that fixes its length. */
  readonly profile: string;
  readonly kind: 'prime-blum' | 'prime-safe' | 'spare-aux';
}

const sealContextCodec: Codec<SealContext> = struct<SealContext>({
  version: literal(1),
  cluster: bytes(32),
  key: bytes32,
  epoch: uint(0xffffffff),
  party: partyIndexCodec,
  session: bytes32,
  kind: choice('pending-share', 'share', 'pending-aux', 'aux'),
});

const spareContextCodec: Codec<SpareContext> = struct<SpareContext>({
  version: literal(1),
  cluster: bytes(32),
  node: text(32, NODE_ID),
  profile: text(32),
  kind: choice('prime-blum', 'prime-safe', 'spare-aux'),
});

/** The additional authenticated data of a sealed share, or of the secrets of an aux generation. */
export function encodeSealContext(context: SealContext): Uint8Array {
  return encodeCbor(sealContextCodec, context);
}

export function encodeSpareContext(context: SpareContext): Uint8Array {
  return encodeCbor(spareContextCodec, context);
}
