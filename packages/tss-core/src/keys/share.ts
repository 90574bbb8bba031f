import { wipe } from '../bytes.ts';
import { DecodeError } from '../wire/codec.ts';
import type { KeyStatement } from './certificate.ts';
import { type PartyIndex, partyIndex } from './structure.ts';

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

const SHARE_VERSION = 1;
const SCALAR_LENGTHS: readonly number[] = [32, 57];

/**
 * The plaintext that is sealed at rest: version, party as 2 bytes, scalar. Not CBOR, whose encoder would leave a copy of
 * the secret behind. Wipe it after use.
 */
export function encodeKeyShare({ party, secret }: KeyShare): Uint8Array {
  const encoded = new Uint8Array(3 + secret.length);
  encoded.set([SHARE_VERSION, party >> 8, party & 0xff]);
  encoded.set(secret, 3);
  return encoded;
}

/** Throws DecodeError if the bytes are no share. The secret is a copy. */
export function decodeKeyShare(encoded: Uint8Array): KeyShare {
  const [version, high = 0, low = 0] = encoded;
  const party = high * 256 + low;
  if (version !== SHARE_VERSION || party === 0 || !SCALAR_LENGTHS.includes(encoded.length - 3)) {
    throw new DecodeError('key share', 'not a share of a known version and length');
  }
  return { party: partyIndex(party), secret: encoded.slice(3) };
}

/** Overwrites the secret with zeros. */
export function wipeShare(share: KeyShare): void {
  wipe(share.secret);
}
