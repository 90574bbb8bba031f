import * as requests from '@quorate/requests';
import * as core from '@quorate/tss-core';
import * as ecdsa from '@quorate/tss-core/ecdsa';
import * as proofs from '@quorate/tss-core/ecdsa/proofs';
import * as frost from '@quorate/tss-core/frost';
import { seededRandom } from '@quorate/tss-core/testing';
import * as wire from '@quorate/tss-core/wire';
import { describe, expect, test } from 'vitest';
import { allTargets, checkSamples, tryOnce } from './fuzz.ts';

// A short run of `pnpm fuzz`: a decoder refuses with DecodeError or RequestRejected, or takes what encodes to itself.

const targets = allTargets();

test.each(targets)('$name: whatever it is given, it takes or refuses', (target) => {
  checkSamples(target);
  const random = seededRandom(`short fuzz ${target.name}`);
  for (let i = 0; i < 100; i++) tryOnce(target, random);
});

describe('every decoder is tried', () => {
  /** What makes decoders out of codecs, and what is only ever given to those that check. */
  const NOT_FOR_MESSAGES = [
    'decodeBody',
    'decodeCbor',
    'decodeCommitment',
    'decodeOrReject',
    'parseJsonWith',
    'parseWith',
  ];

  test.each([
    ['tss-core', { ...core, ...frost, ...ecdsa, ...proofs, ...wire }],
    ['requests', requests],
  ])('of %s', (_, exported) => {
    const covered = new Set([...targets.flatMap(({ covers }) => covers), ...NOT_FOR_MESSAGES]);
    const decoders = Object.keys(exported).filter((name) => /^(decode|parse)[A-Z]|Codec$/.test(name));
    expect(decoders.filter((name) => !covered.has(name))).toEqual([]);
  });
});
