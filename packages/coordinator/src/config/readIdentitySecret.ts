import { statSync } from 'node:fs';
import { hexToBytes } from '@noble/hashes/utils.js';
import { RequestRejected } from '@quorate/tss-core';
import { readText } from './config.ts';

/** The coordinator's identity key: 32 bytes as hex in a file that only its owner may read. */
export function readIdentitySecret(file: string): Uint8Array {
  const text = readText(file).trim();
  if ((statSync(file).mode & 0o077) !== 0) {
    throw new RequestRejected('bad-config', `${file}: other users may read this key`, `run: chmod 600 ${file}`);
  }
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new RequestRejected('bad-config', `${file}: expected 64 lowercase hex digits`);
  }
  return hexToBytes(text);
}
