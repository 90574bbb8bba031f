import { expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import { type Assignment, partyIndex } from '../keys/structure.ts';
import { MAX_BODY_BYTES, MAX_DIRECT_BODY_BYTES } from '../wire/envelope.ts';
import { FULL_SETTING } from './testing/settings.ts';
import {
  anyResult,
  certificateOf,
  ecdsaKey,
  resultsOf,
  simulateEcdsaSign,
  simulatePresign,
} from './testing/simulateEcdsa.ts';

const ASSIGNMENT: Assignment = [[partyIndex(1), partyIndex(3)]];
const MESSAGE = new Uint8Array(32).fill(5);

test('2 of 3 presign and sign with moduli of 3072 bits, in messages within the limits of the wire', () => {
  const key = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]], FULL_SETTING);
  const { outcomes } = simulatePresign(key, ASSIGNMENT, 'full length', {
    onFrame: (_from, _to, frame) => {
      if (frame.kind !== 'envelope') return;
      const { to, body } = frame.value;
      expect(body.length).toBeLessThan((to === 'all' ? MAX_BODY_BYTES : MAX_DIRECT_BODY_BYTES) / 4);
    },
  });
  const signed = simulateEcdsaSign(key, ASSIGNMENT, resultsOf(outcomes), MESSAGE, 'full length');
  const { groupKey } = certificateOf(key.keygen).statement;
  expect(ciphersuite('ecdsa-secp256k1').verify(anyResult(signed.outcomes), MESSAGE, groupKey)).toBe(true);
}, 120_000);
