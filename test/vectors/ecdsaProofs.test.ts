import { nativeModExp } from '@quorate/node';
import { proofVectors } from '@quorate/tss-core/testing';
import { describe, expect, test } from 'vitest';
import { KINDS, replayProofs } from './replayProofs.ts';

const FILE = '../../docs/vectors/ecdsa-proofs-v1.json';

test('the published file is what the code computes from its seeds', { timeout: 120_000 }, async () => {
  await expect(`${JSON.stringify(proofVectors(nativeModExp()), null, 1)}\n`).toMatchFileSnapshot(FILE);
});

describe('proofs of ours', () => {
  const kinds = replayProofs(FILE);

  test('every proof of the protocol has a vector', () => {
    expect(kinds).toEqual(new Set(KINDS));
  });
});

// The peer and how it made them: test/interop/cggmp24Proofs.test.ts.
describe('proofs of cggmp24’s crates, under our challenges', () => {
  const kinds = replayProofs('cggmp24/proofs-v1.json');

  test('all that both have are there', () => {
    expect(kinds).toEqual(new Set(['sch', 'elog', 'enc-elg', 'aff-g', 'fac', 'mod']));
  });
});
