import { wipe } from '../bytes.ts';
import { bytes, type Codec, decodeCbor, encodeCbor, struct } from '../wire/codec.ts';
import type { KeyStatement } from './certificate.ts';
import { type PartyIndex, partyIndexCodec } from './structure.ts';

/** A party's secret in one epoch of a key: its Shamir share x_{q,i} of the one quorum it stands in. */
export interface KeyShare {
  readonly party: PartyIndex;
  /** The scalar, encoded by its scheme. Held as bytes so that it can be wiped. */
  readonly secret: Uint8Array;
}

/** What a party stores durably before it certifies a key. */
export interface PendingKey {
  readonly statement: KeyStatement;
  readonly share: KeyShare;
}

const shareCodec: Codec<KeyShare> = struct<KeyShare>({
  party: partyIndexCodec,
  secret: bytes({ min: 32, max: 57 }),
});

/** The plaintext that is sealed at rest. Wipe it after use. */
export function encodeKeyShare(share: KeyShare): Uint8Array {
  return encodeCbor(shareCodec, share);
}

/** Throws DecodeError if the bytes are no share. */
export function decodeKeyShare(encoded: Uint8Array): KeyShare {
  return decodeCbor(shareCodec, encoded, 128, 'key share');
}

export function wipeShare(share: KeyShare): void {
  wipe(share.secret);
}
