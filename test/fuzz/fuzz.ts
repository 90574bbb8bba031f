import { bytesToHex } from '@noble/hashes/utils.js';
import type { Random } from '@quorate/tss-core';
import { coreTargets } from './coreTargets.ts';
import { ecdsaTargets } from './ecdsaTargets.ts';
import { mutate } from './mutate.ts';
import { requestTargets } from './requestTargets.ts';
import { roundTargets } from './roundTargets.ts';
import { type FuzzTarget, type Verdict, verdictOf } from './target.ts';

/** Every decoder of tss-core and requests. */
export function allTargets(): readonly FuzzTarget[] {
  return [...coreTargets(), ...roundTargets(), ...ecdsaTargets(), ...requestTargets()];
}

/** Throws unless each sample, which is valid, is taken. */
export function checkSamples(target: FuzzTarget): void {
  if (target.samples.length === 0) throw new Error(`${target.name} has no samples`);
  for (const sample of target.samples) {
    if (verdictOf(target, sample) === 'refused') throw new Error(`${target.name} refuses ${bytesToHex(sample)}`);
  }
}

/** Gives a decoder one mutated encoding. Throws, with the bytes, if it neither takes nor refuses it. */
export function tryOnce(target: FuzzTarget, random: Random): Verdict {
  const encoded = mutate(random, target.samples);
  try {
    return verdictOf(target, encoded);
  } catch (problem) {
    throw new Error(`${target.name} fails on ${bytesToHex(encoded)}`, { cause: problem });
  }
}
