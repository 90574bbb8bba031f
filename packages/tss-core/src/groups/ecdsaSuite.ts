import { Bug } from '../errors.ts';
import type { EcdsaSchemeId } from '../keys/structure.ts';
import type { Ciphersuite, Element, Group } from './ciphersuite.ts';
import { ecdsaRecoveryId } from './ecdsaHolds.ts';
import { verifies } from './schnorr.ts';
import { suiteHashes, weierstrassHash } from './suiteHashes.ts';

/** r ‖ s ‖ v: s is at most half the order, v from 0 to 3 says which point R was, as public key recovery wants it. */
export const ECDSA_SIGNATURE_BYTES = 65;

/**
 * The suite of keys that sign by ECDSA. It shares its keygen with FROST, whose hashes serve it under a context string of
 * its own; asked for a Schnorr signature it fails, so one key never makes both.
 */
export function ecdsaSuite(id: EcdsaSchemeId, contextString: string, group: Group): Ciphersuite {
  const none = (): never => {
    throw new Bug(`a key of ${id} makes no Schnorr signatures`);
  };
  return {
    id,
    contextString,
    group,
    ...suiteHashes(contextString, weierstrassHash(group)),
    H2: none,
    signatureLength: ECDSA_SIGNATURE_BYTES,
    signingKey: (groupKey) => ({
      outputKey: groupKey,
      publicKey: group.encodeElement(groupKey),
      sign: 1n,
      tweak: 0n,
    }),
    mustNegate: none,
    challenge: none,
    encodeSignature: none,
    verify: (signature, message, publicKey) =>
      verifies(() => strictVerify(group.decodeKey(publicKey), signature, message)),
    verifyUnder: (outputKey, signature, message) => verifies(() => strictVerify(outputKey, signature, message)),
  };

  /** With the v that recovers the very key, the only one under which (r, s, v) holds. */
  function strictVerify(publicKey: Element, signature: Uint8Array, digest: Uint8Array): boolean {
    if (signature.length !== ECDSA_SIGNATURE_BYTES || digest.length !== 32) return false;
    const r = group.decodeScalar(signature.subarray(0, 32));
    const s = group.decodeScalar(signature.subarray(32, 64));
    return ecdsaRecoveryId(group, { r, s, digest, publicKey }) === signature[64];
  }
}
