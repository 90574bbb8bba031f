import type { ECDSA } from '@noble/curves/abstract/weierstrass.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { equalBytes } from '../bytes.ts';
import { Bug } from '../errors.ts';
import type { EcdsaSchemeId } from '../keys/structure.ts';
import type { Ciphersuite, Group } from './ciphersuite.ts';
import { verifies } from './schnorr.ts';
import { suiteHashes, weierstrassHash } from './suiteHashes.ts';

/** r ‖ s ‖ v: s is at most half the order, v from 0 to 3 says which point R was, as public key recovery wants it. */
export const ECDSA_SIGNATURE_BYTES = 65;

/**
 * The suite of keys that sign by ECDSA. It shares its keygen with FROST, whose hashes serve it under a context string of
 * its own; asked for a Schnorr signature it fails, so one key never makes both.
 */
export function ecdsaSuite(id: EcdsaSchemeId, contextString: string, group: Group, curve: ECDSA): Ciphersuite {
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
    verify: (signature, message, publicKey) => verifies(() => strictVerify(publicKey, signature, message)),
    verifyUnder: (outputKey, signature, message) =>
      verifies(() => strictVerify(group.encodeElement(outputKey), signature, message)),
  };

  /** Recovering the very key is verification: it is the only one under which (r, s, v) holds. */
  function strictVerify(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
    const v = signature[64];
    if (signature.length !== ECDSA_SIGNATURE_BYTES || v === undefined || v > 3 || message.length !== 32) return false;
    const rs = signature.subarray(0, 64);
    if (curve.Signature.fromBytes(rs, 'compact').hasHighS()) return false;
    const recoverable = concatBytes(Uint8Array.of(v), rs);
    return equalBytes(curve.recoverPublicKey(recoverable, message, { prehash: false }), publicKey);
  }
}
