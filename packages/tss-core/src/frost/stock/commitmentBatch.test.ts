import { secp256k1 } from '@noble/curves/secp256k1.js';
import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../../groups/index.ts';
import { partyIndex, SCHEMES } from '../../keys/structure.ts';
import { MAX_BATCH_PAIRS } from '../../session/reservation.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import { DecodeError } from '../../wire/codec.ts';
import { generateNonces } from '../nonces.ts';
import {
  batchId,
  decodeCommitment,
  decodeSignedBatch,
  encodeSignedBatch,
  isBatchOf,
  MAX_SIGNED_BATCH_BYTES,
  signBatch,
} from './commitmentBatch.ts';

const filled = (byte: number) => new Uint8Array(32).fill(byte);
const owner = { cluster: filled(1), key: filled(2), epoch: 1, party: partyIndex(3) };
const secret = filled(9);
const identity = secp256k1.getPublicKey(secret);

describe.each(SCHEMES)('a batch of %s', (scheme) => {
  const suite = ciphersuite(scheme);
  const random = seededRandom('batch');
  const commitments = Array.from({ length: 3 }, () => generateNonces(suite, 5n, random).commitment);
  const signed = signBatch(suite, owner, commitments, secret);

  test('survives its encoding, with its commitments', () => {
    const copy = decodeSignedBatch(encodeSignedBatch(signed));
    expect(copy).toEqual(signed);
    expect(isBatchOf(copy, owner, identity)).toBe(true);
    for (const [i, encoded] of copy.batch.commitments.entries()) {
      const { hiding, binding } = decodeCommitment(suite, encoded);
      expect(commitments[i]?.hiding.equals(hiding) && commitments[i]?.binding.equals(binding)).toBe(true);
    }
  });

  test('the largest one fits into its limit', () => {
    const [first] = commitments;
    if (!first) throw new Error('a commitment');
    const many = Array.from({ length: MAX_BATCH_PAIRS }, () => first);
    const largest = signBatch(suite, { ...owner, epoch: 0xffffffff, party: partyIndex(0xffff) }, many, secret);
    expect(encodeSignedBatch(largest).length).toBeLessThanOrEqual(MAX_SIGNED_BATCH_BYTES);
    expect(decodeSignedBatch(encodeSignedBatch(largest)).batch.commitments).toHaveLength(MAX_BATCH_PAIRS);
    const onceMore = signBatch(suite, owner, [...many, first], secret);
    expect(() => decodeSignedBatch(encodeSignedBatch(onceMore))).toThrow(DecodeError);
    expect(() => decodeSignedBatch(encodeSignedBatch(signBatch(suite, owner, [], secret)))).toThrow(DecodeError);
  });

  test('attack 16: commitments that are no elements of the group do not decode', () => {
    const [first] = signed.batch.commitments;
    if (!first) throw new Error('a commitment');
    const length = suite.group.elementLength;
    for (const bad of [new Uint8Array(length), new Uint8Array(length).fill(255), first.hiding.subarray(1)]) {
      expect(() => decodeCommitment(suite, { ...first, hiding: bad })).toThrow(DecodeError);
      expect(() => decodeCommitment(suite, { ...first, binding: bad })).toThrow(DecodeError);
    }
  });
});

describe('a signed batch', () => {
  const suite = ciphersuite('frost-ed25519');
  const random = seededRandom('signed');
  const commitments = Array.from({ length: 2 }, () => generateNonces(suite, 5n, random).commitment);
  const signed = signBatch(suite, owner, commitments, secret);

  test.each([
    ['cluster', { ...owner, cluster: filled(7) }],
    ['key', { ...owner, key: filled(7) }],
    ['epoch', { ...owner, epoch: 2 }],
    ['party', { ...owner, party: partyIndex(4) }],
  ])('is no batch of another %s', (_, other) => {
    expect(isBatchOf(signed, other, identity)).toBe(false);
    const claimed = { ...signed, batch: { ...signed.batch, ...other } };
    expect(isBatchOf(claimed, other, identity)).toBe(false);
  });

  test('is nobody else’s, and not another one under its signature', () => {
    expect(isBatchOf(signed, owner, secp256k1.getPublicKey(filled(8)))).toBe(false);
    const swapped = { ...signed.batch, commitments: [...signed.batch.commitments].reverse() };
    expect(isBatchOf({ ...signed, batch: swapped }, owner, identity)).toBe(false);
  });

  test('attack 21: two different batches have two different ids', () => {
    const { batch } = signed;
    const [first, second] = batch.commitments;
    if (!first || !second) throw new Error('two commitments');
    const others = [
      { ...batch, commitments: [second, first] },
      { ...batch, commitments: [first] },
      { ...batch, commitments: [{ hiding: first.binding, binding: first.hiding }, second] },
      { ...batch, party: partyIndex(4) },
      { ...batch, epoch: 2 },
    ];
    expect(new Set([batch, ...others].map((one) => String(batchId(one)))).size).toBe(6);
    expect(batchId({ ...batch })).toEqual(batchId(batch));
  });
});
