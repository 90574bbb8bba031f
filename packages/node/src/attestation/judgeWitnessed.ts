import { attestationHash, equalBytes, NO_ATTESTATION, type SignedAttestation } from '@quorate/tss-core';
import type { WitnessedAttestation } from '../store/records.ts';

/**
 * How far below the highest sequence that was witnessed another may be: sessions run at the same time, and what was
 * attested first is not what is used first.
 */
export const WITNESS_WINDOW = 64;

/**
 * What one attestation is beside those witnessed before. `known`: word of it came, and no session rested on it yet.
 * `forked`: it and one of them cannot both be of one module with one memory.
 */
export type WitnessVerdict = 'new' | 'known' | 'used' | 'stale' | 'forked';

/** Compares places in the chain. @param witnessed by the same key, ascending; all within the window are among them */
export function judgeWitnessed(
  witnessed: readonly WitnessedAttestation[],
  { statement }: SignedAttestation,
): WitnessVerdict {
  const { sequence, previous } = statement;
  const find = (wanted: number) => witnessed.find(({ attested }) => attested.statement.sequence === wanted);
  const same = find(sequence);
  if (same) {
    if (!equalBytes(attestationHash(same.attested.statement), attestationHash(statement))) return 'forked';
    return same.used ? 'used' : 'known';
  }
  if (sequence <= highestOf(witnessed) - WITNESS_WINDOW) return 'stale';
  const before = find(sequence - 1)?.attested.statement;
  const after = find(sequence + 1)?.attested.statement;
  const followsBefore = before ? equalBytes(previous, attestationHash(before)) : true;
  const isFollowed = after ? equalBytes(after.previous, attestationHash(statement)) : true;
  const beginsRight = sequence > 1 || equalBytes(previous, NO_ATTESTATION);
  return followsBefore && isFollowed && beginsRight ? 'new' : 'forked';
}

/** 0 where nothing was witnessed. */
export function highestOf(witnessed: readonly WitnessedAttestation[]): number {
  return witnessed.at(-1)?.attested.statement.sequence ?? 0;
}
