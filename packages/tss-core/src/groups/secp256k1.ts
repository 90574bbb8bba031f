import { secp256k1 } from '@noble/curves/secp256k1.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { plainSuite } from './plainSuite.ts';
import { weierstrassHash } from './suiteHashes.ts';
import { weierstrassGroup } from './weierstrassGroup.ts';

const contextString = 'FROST-secp256k1-SHA256-v1';
const group = weierstrassGroup(secp256k1.Point);

/** FROST(secp256k1, SHA-256), RFC 9591 §6.5: R ‖ z in 65 bytes. Bitcoin's signatures are `frostSecp256k1Taproot`'s. */
export const frostSecp256k1 = plainSuite({
  id: 'frost-secp256k1',
  contextString,
  group,
  hash: weierstrassHash(group),
  challengeDomain: utf8ToBytes(`${contextString}chal`),
});
