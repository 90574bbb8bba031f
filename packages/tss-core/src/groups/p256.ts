import { p256 } from '@noble/curves/nist.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { plainSuite } from './plainSuite.ts';
import { weierstrassHash } from './suiteHashes.ts';
import { weierstrassGroup } from './weierstrassGroup.ts';

const contextString = 'FROST-P256-SHA256-v1';
const group = weierstrassGroup(p256.Point);

/** FROST(P-256, SHA-256), RFC 9591 §6.4: Schnorr signatures, not ECDSA; R ‖ z in 65 bytes. */
export const frostP256 = plainSuite({
  id: 'frost-p256',
  contextString,
  group,
  hash: weierstrassHash(group),
  challengeDomain: utf8ToBytes(`${contextString}chal`),
});
