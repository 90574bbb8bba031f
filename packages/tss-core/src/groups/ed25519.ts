import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { edwardsGroup } from './edwardsGroup.ts';
import { plainSuite } from './plainSuite.ts';
import { edwardsHash } from './suiteHashes.ts';

const group = edwardsGroup(ed25519.Point);

/** FROST(Ed25519, SHA-512), RFC 9591 §6.1. Signatures are RFC 8032's; shares are unclamped scalars, not seeds. */
export const frostEd25519 = plainSuite({
  id: 'frost-ed25519',
  contextString: 'FROST-ED25519-SHA512-v1',
  group,
  hash: edwardsHash(group, sha512),
  challengeDomain: new Uint8Array(0),
});
