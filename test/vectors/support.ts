import { readFileSync } from 'node:fs';
import { hexToBytes } from '@noble/hashes/utils.js';
import { type PartyIndex, partyIndex, type Random, type SchemeId } from '@quorate/tss-core';

/** Each suite with its folder of ZF FROST's vectors. */
export const ZF_FOLDERS: readonly (readonly [SchemeId, string])[] = [
  ['frost-ed25519', 'ed25519'],
  ['frost-ed448', 'ed448'],
  ['frost-p256', 'p256'],
  ['frost-ristretto255', 'ristretto255'],
  ['frost-secp256k1', 'secp256k1'],
  ['frost-secp256k1-tr', 'secp256k1-tr'],
];

/** Reads a vector file of this folder. */
export function readVectors(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

/** A random source that yields exactly these draws, in order. */
export function drawing(...draws: readonly string[]): Random {
  const left = draws.map((draw) => hexToBytes(draw));
  return (length) => {
    const next = left.shift();
    if (next?.length !== length) throw new Error(`no draw of ${length} bytes is left`);
    return next;
  };
}

export const party = (value: number): PartyIndex => partyIndex(value);
