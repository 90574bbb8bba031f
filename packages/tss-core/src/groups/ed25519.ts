import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Ciphersuite } from './ciphersuite.ts';
import { edwardsGroup } from './edwardsGroup.ts';
import { schnorrHolds, verifies } from './schnorr.ts';

const contextString = 'FROST-ED25519-SHA512-v1';
const SIGNATURE_LENGTH = 64;
const group = edwardsGroup(ed25519.Point);

function hash(...parts: readonly Uint8Array[]): Uint8Array {
  return sha512(concatBytes(...parts));
}

function domain(name: string): Uint8Array {
  return utf8ToBytes(contextString + name);
}

function toScalar(digest: Uint8Array): bigint {
  return group.reduce(bytesToNumberLE(digest));
}

/** No context string: the challenge is the one every Ed25519 verifier computes. */
function challengeOf(encodedR: Uint8Array, encodedA: Uint8Array, message: Uint8Array): bigint {
  return toScalar(hash(encodedR, encodedA, message));
}

/** FROST(Ed25519, SHA-512), RFC 9591 §6.1. Signatures are RFC 8032's; shares are unclamped scalars, not seeds. */
export const frostEd25519: Ciphersuite = {
  id: 'frost-ed25519',
  contextString,
  group,
  H1: (input) => toScalar(hash(domain('rho'), input)),
  H2: (input) => toScalar(hash(input)),
  H3: (input) => toScalar(hash(domain('nonce'), input)),
  H4: (input) => hash(domain('msg'), input),
  H5: (input) => hash(domain('com'), input),
  HDKG: (input) => toScalar(hash(domain('dkg'), input)),
  signatureLength: SIGNATURE_LENGTH,
  signingKey: (groupKey) => ({
    outputKey: groupKey,
    publicKey: group.encodeElement(groupKey),
    sign: 1n,
    tweak: 0n,
  }),
  mustNegate: () => false,
  challenge: (R, outputKey, message) => challengeOf(group.encodeElement(R), group.encodeElement(outputKey), message),
  encodeSignature: (R, z) => concatBytes(group.encodeElement(R), group.encodeScalar(z)),
  verify: (signature, message, publicKey) => verifies(() => strictVerify(signature, message, publicKey)),
};

/** cryptography.md, rule 21: canonical prime-order A and R, 0 < s < L, cofactorless equation. */
function strictVerify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_LENGTH) return false;
  const encodedR = signature.subarray(0, group.elementLength);
  const z = group.decodeScalar(signature.subarray(group.elementLength));
  if (z === 0n) return false;
  const A = group.decodeElement(publicKey);
  const challenge = challengeOf(encodedR, publicKey, message);
  return schnorrHolds(group, { z, challenge, publicKey: A }, encodedR, (R) => group.encodeElement(R));
}
