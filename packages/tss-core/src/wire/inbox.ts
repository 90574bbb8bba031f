import { concatBytes } from '@noble/hashes/utils.js';
import { type Envelope, envelopeDigest } from './envelope.ts';
import { taggedHash } from './hash.ts';

/**
 * H(sorted (party, envelope digest)) over the `to = all` envelopes of the previous round, one's own included: what its
 * sender had seen. Digests, never signature bytes, since a signature has two valid forms. 32 bytes; round 1 hashes none.
 */
export function inboxHash(previousBroadcasts: readonly Envelope[]): Uint8Array {
  const sorted = [...previousBroadcasts].sort((a, b) => a.from - b.from);
  return taggedHash('quorate/inbox/1', ...sorted.map((envelope) => entry(envelope)));
}

function entry(envelope: Envelope): Uint8Array {
  const party = new Uint8Array(2);
  new DataView(party.buffer).setUint16(0, envelope.from);
  return concatBytes(party, envelopeDigest(envelope));
}
