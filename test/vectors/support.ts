import { readFileSync } from 'node:fs';
import { hexToBytes } from '@noble/hashes/utils.js';
import { type PartyIndex, partyIndex, type Random } from '@quorate/tss-core';

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
