import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Ciphersuite, Element, SigningKey } from './ciphersuite.ts';
import { schnorrHolds, verifies } from './schnorr.ts';
import { suiteHashes, weierstrassHash } from './suiteHashes.ts';
import { weierstrassGroup } from './weierstrassGroup.ts';

const contextString = 'FROST-secp256k1-SHA256-TR-v1';
const SIGNATURE_LENGTH = 64;
const group = weierstrassGroup(secp256k1.Point);
const taggedHash = schnorr.utils.taggedHash;

const EVEN_Y = 0x02;

function hasEvenY(point: Element): boolean {
  return group.encodeElement(point)[0] === EVEN_Y;
}

/** The 32-byte x coordinate, which is how BIP-340 encodes points. */
function xOnly(point: Element): Uint8Array {
  return group.encodeElement(point).slice(1);
}

/** BIP-340 lift_x: the key with this x coordinate and an even y. Throws if there is none. */
function liftX(x: Uint8Array): Element {
  return group.decodeKey(concatBytes(Uint8Array.of(EVEN_Y), x));
}

/**
 * The internal key alone: P is X with its y made even, and no tweak. What signs under it commits to no script path at
 * all, so an output that pays to it could hide one (BIP-341, "Constructing and spending
 * Taproot outputs"): use `signingKey` for outputs.
 */
export function untweakedSigningKey(groupKey: Element): SigningKey {
  const isEven = hasEvenY(groupKey);
  const outputKey = isEven ? groupKey : groupKey.negate();
  return { outputKey, publicKey: xOnly(outputKey), sign: isEven ? 1n : -1n, tweak: 0n };
}

/** BIP-86: Q = P + H_TapTweak(x(P))·G, then y made even. With P = s·X and Q even as u·(P + t·G): sign u·s, tweak u·t. */
function bip86SigningKey(groupKey: Element): SigningKey {
  const internal = untweakedSigningKey(groupKey);
  // BIP-341 refuses a hash at or above the order, which decodeScalar does.
  const tweak = group.decodeScalar(taggedHash('TapTweak', internal.publicKey));
  const tweaked = internal.outputKey.add(group.generator.multiplyUnsafe(tweak));
  const output = untweakedSigningKey(tweaked);
  return { ...output, sign: output.sign === internal.sign ? 1n : -1n, tweak: group.reduce(output.sign * tweak) };
}

function bip340Challenge(input: Uint8Array): bigint {
  return group.reduce(bytesToNumberBE(taggedHash('BIP0340/challenge', input)));
}

function challengeOf(xR: Uint8Array, xP: Uint8Array, message: Uint8Array): bigint {
  return bip340Challenge(concatBytes(xR, xP, message));
}

/** FROST(secp256k1, SHA-256) for taproot, with ZF FROST's context string; signatures are BIP-340's. */
export const frostSecp256k1Taproot: Ciphersuite = {
  id: 'frost-secp256k1-tr',
  contextString,
  group,
  ...suiteHashes(contextString, weierstrassHash(group)),
  H2: bip340Challenge,
  signatureLength: SIGNATURE_LENGTH,
  signingKey: bip86SigningKey,
  mustNegate: (R) => !hasEvenY(R),
  challenge: (R, outputKey, message) => challengeOf(xOnly(R), xOnly(outputKey), message),
  encodeSignature: (R, z) => concatBytes(xOnly(R), group.encodeScalar(z)),
  verify: (signature, message, publicKey) => verifies(() => bip340Verify(liftX(publicKey), signature, message)),
  verifyUnder: (outputKey, signature, message) => verifies(() => bip340Verify(outputKey, signature, message)),
};

/** BIP-340 Verify, and s = 0 refused: an honest signer reaches it with probability 2^-256. */
function bip340Verify(publicKey: Element, signature: Uint8Array, message: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_LENGTH) return false;
  const encodedR = signature.subarray(0, 32);
  const z = group.decodeScalar(signature.subarray(32));
  if (z === 0n) return false;
  const challenge = challengeOf(encodedR, xOnly(publicKey), message);
  return schnorrHolds(group, { z, challenge, publicKey }, encodedR, (R) => (hasEvenY(R) ? xOnly(R) : undefined));
}
