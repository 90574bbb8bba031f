import { concatBytes } from '@noble/hashes/utils.js';
import { ecdsaRecoveryId } from '../groups/ecdsaHolds.ts';
import { frostSecp256k1 } from '../groups/secp256k1.ts';
import { remembering } from '../remembering.ts';

const { group } = frostSecp256k1;
/** Readies and envelopes are looked at by whoever passes them on, and again where a session is opened or judged. */
const MAX_VERDICTS = 1024;
const IDENTITY_BYTES = 33;
const DIGEST_BYTES = 32;
const SIGNATURE_BYTES = 64;

const verdict = remembering(MAX_VERDICTS, (question) => {
  const identity = question.subarray(0, IDENTITY_BYTES);
  const digest = question.subarray(IDENTITY_BYTES, IDENTITY_BYTES + DIGEST_BYTES);
  const signature = question.subarray(IDENTITY_BYTES + DIGEST_BYTES);
  return { recoveryId: recoveryIdOf(signature, digest, identity) };
});

/**
 * The recovery id (0 to 3) of an identity key's signature: ECDSA over secp256k1, low-s. Undefined if it is not that key's,
 * or anything is malformed.
 * @param signature 64 bytes r ‖ s
 * @param digest 32 bytes
 * @param identity 33 bytes compressed
 */
export function identityRecoveryId(
  signature: Uint8Array,
  digest: Uint8Array,
  identity: Uint8Array,
): number | undefined {
  const isShaped =
    signature.length === SIGNATURE_BYTES && digest.length === DIGEST_BYTES && identity.length === IDENTITY_BYTES;
  return isShaped ? verdict(concatBytes(identity, digest, signature)).recoveryId : undefined;
}

function recoveryIdOf(signature: Uint8Array, digest: Uint8Array, identity: Uint8Array): number | undefined {
  try {
    const r = group.decodeScalar(signature.subarray(0, 32));
    const s = group.decodeScalar(signature.subarray(32));
    return ecdsaRecoveryId(group, { r, s, digest, publicKey: group.decodeKey(identity) });
  } catch {
    // r or s is no scalar, or the identity no point.
    return undefined;
  }
}
