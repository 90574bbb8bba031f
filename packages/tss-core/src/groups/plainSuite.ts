import { concatBytes } from '@noble/hashes/utils.js';
import type { SchemeId } from '../keys/structure.ts';
import type { Ciphersuite, Element, Group } from './ciphersuite.ts';
import { schnorrHolds, verifies } from './schnorr.ts';
import { type DomainHash, suiteHashes } from './suiteHashes.ts';

/** What tells one suite of RFC 9591 §6 from another. */
export interface PlainSuite {
  readonly id: SchemeId;
  readonly contextString: string;
  readonly group: Group;
  readonly hash: DomainHash;
  /** What precedes the challenge's input: empty for Ed25519, whose challenge every verifier computes. */
  readonly challengeDomain: Uint8Array;
}

/** A suite that signs as Schnorr did: the output key is X itself, a signature is R ‖ z, the challenge H2(R ‖ X ‖ m). */
export function plainSuite({ id, contextString, group, hash, challengeDomain }: PlainSuite): Ciphersuite {
  const signatureLength = group.elementLength + group.scalarLength;
  const H2 = (input: Uint8Array) => hash.toScalar(challengeDomain, input);
  return {
    id,
    contextString,
    group,
    ...suiteHashes(contextString, hash),
    H2,
    signatureLength,
    signingKey: (groupKey) => ({
      outputKey: groupKey,
      publicKey: group.encodeElement(groupKey),
      sign: 1n,
      tweak: 0n,
    }),
    mustNegate: () => false,
    challenge: (R, outputKey, message) =>
      H2(concatBytes(group.encodeElement(R), group.encodeElement(outputKey), message)),
    encodeSignature: (R, z) => concatBytes(group.encodeElement(R), group.encodeScalar(z)),
    verify: (signature, message, publicKey) =>
      verifies(() => strictVerify(group.decodeKey(publicKey), signature, message)),
    verifyUnder: (outputKey, signature, message) => verifies(() => strictVerify(outputKey, signature, message)),
  };

  /** cryptography.md, rule 21: canonical prime-order public key and R, 0 < z < order, cofactorless equation. */
  function strictVerify(publicKey: Element, signature: Uint8Array, message: Uint8Array): boolean {
    if (signature.length !== signatureLength) return false;
    const encodedR = signature.subarray(0, group.elementLength);
    const z = group.decodeScalar(signature.subarray(group.elementLength));
    if (z === 0n) return false;
    const challenge = H2(concatBytes(encodedR, group.encodeElement(publicKey), message));
    return schnorrHolds(group, { z, challenge, publicKey }, encodedR, (R) => group.encodeElement(R));
  }
}
