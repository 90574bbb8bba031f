import { createPublicKey, verify } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { RequestRejected } from '@quorate/tss-core';

/** SubjectPublicKeyInfo of a P-256 key, up to its uncompressed point (RFC 5480). */
const SPKI_PREFIX = hexToBytes('3059301306072a8648ce3d020106082a8648ce3d030107034200');

const DER_OCTET_STRING = 0x04;
const UNCOMPRESSED_BYTES = 65;

/**
 * A point as a module tells it in CKA_EC_POINT: by the standard an uncompressed point in a DER octet string, by some
 * modules the bare point.
 * @returns 33 bytes, or undefined for what is no point of P-256
 */
export function compressedPoint(told: Uint8Array): Uint8Array | undefined {
  const wrapped =
    told.length === UNCOMPRESSED_BYTES + 2 && told[0] === DER_OCTET_STRING && told[1] === UNCOMPRESSED_BYTES;
  try {
    return p256.Point.fromBytes(wrapped ? told.subarray(2) : told).toBytes(true);
  } catch {
    return undefined;
  }
}

/**
 * What a module answered for a signature over SHA-256 of the message: checked here before anybody sees it, and brought
 * to its lower half, since (r, s) and (r, −s) are both valid.
 * @param signature r ‖ s, 64 bytes
 */
export function acceptedSignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const normal = normalized(signature);
  if (normal && isValid(normal, message, publicKey)) return normal;
  throw new RequestRejected(
    'false-hsm-signature',
    'the module gave a signature that does not verify under its own key; it is not used',
    'the device or its library is at fault: see quorate hsm probe',
  );
}

function normalized(signature: Uint8Array): Uint8Array | undefined {
  try {
    const parsed = p256.Signature.fromBytes(signature, 'compact');
    if (!parsed.hasHighS()) return signature;
    return new p256.Signature(parsed.r, p256.Point.Fn.neg(parsed.s)).toBytes('compact');
  } catch {
    return undefined;
  }
}

/** By OpenSSL, which is fast; encoding and ranges were checked before (cryptography.md, rule 22e). */
function isValid(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  const point = p256.Point.fromBytes(publicKey).toBytes(false);
  const key = createPublicKey({ key: Buffer.from(concatBytes(SPKI_PREFIX, point)), format: 'der', type: 'spki' });
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

export function digestOf(message: Uint8Array): Uint8Array {
  return sha256(message);
}
