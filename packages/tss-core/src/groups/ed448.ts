import { ed448 } from '@noble/curves/ed448.js';
import { shake256 } from '@noble/hashes/sha3.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { edwardsGroup } from './edwardsGroup.ts';
import { plainSuite } from './plainSuite.ts';
import { edwardsHash } from './suiteHashes.ts';

const group = edwardsGroup(ed448.Point);

/** FROST(Ed448, SHAKE256), RFC 9591 §6.3. Signatures are RFC 8032's Ed448 with an empty context: 114 bytes. */
export const frostEd448 = plainSuite({
  id: 'frost-ed448',
  contextString: 'FROST-ED448-SHAKE256-v1',
  group,
  hash: edwardsHash(group, (input) => shake256(input, { dkLen: 114 })),
  // RFC 8032's dom4(0, ""): no prehash, no context.
  challengeDomain: concatBytes(utf8ToBytes('SigEd448'), Uint8Array.of(0, 0)),
});
