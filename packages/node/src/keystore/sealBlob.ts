import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Random } from '@quorate/tss-core';
import { sealedBlobRejected } from './sealedBlobRejected.ts';

/** XChaCha20-Poly1305: its nonces are long enough to be drawn at random for as long as a node lives. */
const VERSION = 1;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;

/** @returns version ‖ nonce ‖ ciphertext and tag: 41 bytes more than the plaintext */
export function sealBlob(kek: Uint8Array, plaintext: Uint8Array, aad: Uint8Array, random: Random): Uint8Array {
  const nonce = random(NONCE_BYTES);
  return concatBytes(Uint8Array.of(VERSION), nonce, xchacha20poly1305(kek, nonce, aad).encrypt(plaintext));
}

/**
 * Opens what `sealBlob` made under the same key and aad; else RequestRejected `sealed-blob-rejected`.
 * @returns secret bytes; the caller wipes them
 */
export function openBlob(kek: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw sealedBlobRejected();
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  try {
    return xchacha20poly1305(kek, nonce, aad).decrypt(sealed.subarray(1 + NONCE_BYTES));
  } catch {
    throw sealedBlobRejected();
  }
}
