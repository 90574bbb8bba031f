import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const known = new Map<string, Uint8Array>();

/** The identity key (33 bytes) of a simulated node, computed once. */
export function identityKeyOf(identitySecret: Uint8Array): Uint8Array {
  const name = bytesToHex(identitySecret);
  const key = known.get(name) ?? secp256k1.getPublicKey(identitySecret);
  known.set(name, key);
  return key;
}
