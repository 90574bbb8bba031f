import { argon2Sync } from 'node:crypto';
import { RequestRejected } from '@quorate/tss-core';
import type { KdfParams } from '../store/records.ts';

export const KEK_BYTES = 32;
const MIN_PASSPHRASE_BYTES = 12;

/** RFC 9106 §4's second recommended option: 64 MiB, 3 passes, 4 lanes; about 0.3 s. */
export const DEFAULT_KDF_COST = { memoryKiB: 64 * 1024, passes: 3, parallelism: 4 } as const;

/** Parameters that a file may ask for: a damaged or planted record must not exhaust the machine. */
export const KDF_LIMITS = { memoryKiB: 4 * 1024 * 1024, passes: 64, parallelism: 64 } as const;

/**
 * The key-encryption key: argon2id of the passphrase. Pure: no I/O, the same answer on every machine.
 * @returns 32 secret bytes; the caller wipes them
 */
export function deriveKek(passphrase: Uint8Array, params: KdfParams): Uint8Array {
  return argon2Sync(params.algorithm, {
    message: passphrase,
    nonce: params.salt,
    memory: params.memoryKiB,
    passes: params.passes,
    parallelism: params.parallelism,
    tagLength: KEK_BYTES,
  });
}

/** For a new store: a short passphrase would be the weakest part of the node. */
export function checkNewPassphrase(passphrase: Uint8Array): void {
  if (passphrase.length >= MIN_PASSPHRASE_BYTES) return;
  throw new RequestRejected(
    'weak-passphrase',
    `the passphrase is ${passphrase.length} bytes long, at least ${MIN_PASSPHRASE_BYTES} are needed`,
    'generate one, for example with: openssl rand -base64 24',
  );
}
