import { hexToBytes } from '@noble/hashes/utils.js';
import { equalBytes, remembering } from '@quorate/tss-core';

/** What is used of `node:crypto`, with its own names. */
export interface NodeCrypto {
  createPrivateKey(from: { readonly key: Uint8Array; readonly format: 'der'; readonly type: 'pkcs8' }): KeyObject;
  createPublicKey(from: { readonly key: Uint8Array; readonly format: 'der'; readonly type: 'spki' }): KeyObject;
  sign(algorithm: null, message: Uint8Array, key: KeyObject): Uint8Array;
  verify(algorithm: null, message: Uint8Array, key: KeyObject, signature: Uint8Array): boolean;
}
type KeyObject = object;

/** Here and not imported: a browser has no such module, and computes with noble. */
declare const process: { getBuiltinModule?(name: 'node:crypto'): NodeCrypto } | undefined;

/** RFC 8410: what precedes the 32 bytes of a key in PKCS #8 and in SubjectPublicKeyInfo. */
const PKCS8 = hexToBytes('302e020100300506032b657004220420');
const SPKI = hexToBytes('302a300506032b6570032100');
/** RFC 8032 §7.1, test 1, whose message is empty. */
const KNOWN = {
  seed: hexToBytes('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'),
  publicKey: hexToBytes('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'),
  signature: hexToBytes(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ),
};
/** Desks and admins of a cluster, whose keys come up again and again. */
const MAX_KEYS = 256;

export interface Ed25519 {
  /** RFC 8032: the same 64 bytes as any other implementation gives. */
  sign(message: Uint8Array, seed: Uint8Array): Uint8Array;
  /** By the cofactorless equation, with s < L, R as it is encoded canonically, and whatever A it is given. */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
}

/** Ed25519 in OpenSSL, ten times as fast as noble and in constant time; undefined outside of Node. */
export const opensslEd25519: Ed25519 | undefined = found();

function found(): Ed25519 | undefined {
  const crypto = typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:crypto');
  return ed25519Of(crypto);
}

/** Undefined where there is none: an OpenSSL that is held to FIPS 140 may have no Ed25519. */
export function ed25519Of(crypto: NodeCrypto | undefined): Ed25519 | undefined {
  if (!crypto) return undefined;
  const openssl = throughOpenssl(crypto);
  return isEd25519(openssl) ? openssl : undefined;
}

function isEd25519({ sign, verify }: Ed25519): boolean {
  const { seed, publicKey, signature } = KNOWN;
  const message = new Uint8Array(0);
  try {
    return equalBytes(sign(message, seed), signature) && verify(signature, message, publicKey);
  } catch {
    return false;
  }
}

function throughOpenssl(crypto: NodeCrypto): Ed25519 {
  const publicKeyOf = remembering(MAX_KEYS, (key) =>
    crypto.createPublicKey({ key: joined(SPKI, key), format: 'der', type: 'spki' }),
  );
  return {
    sign(message, seed) {
      const der = joined(PKCS8, seed);
      try {
        return new Uint8Array(
          crypto.sign(null, message, crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })),
        );
      } finally {
        der.fill(0);
      }
    },
    verify: (signature, message, publicKey) => crypto.verify(null, message, publicKeyOf(publicKey), signature),
  };
}

function joined(prefix: Uint8Array, key: Uint8Array): Uint8Array {
  const der = new Uint8Array(prefix.length + key.length);
  der.set(prefix);
  der.set(key, prefix.length);
  return der;
}
