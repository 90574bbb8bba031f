import { ristretto255 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { plainSuite } from './plainSuite.ts';
import { pointGroup } from './pointGroup.ts';
import { edwardsHash } from './suiteHashes.ts';

const contextString = 'FROST-RISTRETTO255-SHA512-v1';
const { Point } = ristretto255;

/** Elements are classes of Edwards points modulo torsion: whatever decodes (RFC 9496 §4.3.1) is of prime order. */
const group = pointGroup(Point, {
  length: Point.Fp.BYTES,
  cofactor: 1n,
  decode: (encoded) => Point.fromBytes(encoded),
  checkOrder() {},
});

/** FROST(ristretto255, SHA-512), RFC 9591 §6.2. */
export const frostRistretto255 = plainSuite({
  id: 'frost-ristretto255',
  contextString,
  group,
  hash: edwardsHash(group, sha512),
  challengeDomain: utf8ToBytes(`${contextString}chal`),
});
