import { type KeyStructure, partyIndex, type SchemeId } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { checkEcdsaSize } from './checkEcdsaSize.ts';

function structure(scheme: SchemeId, count: number, threshold: number): KeyStructure {
  const parties = Array.from({ length: count }, (_, i) => ({ index: partyIndex(i + 1), node: `node-${i + 1}` }));
  return { scheme, parties, quorums: [{ threshold, members: parties.map(({ index }) => index) }], lossAccepted: false };
}

test('ECDSA keys have at most 20 parties, of whom at most 10 sign together', () => {
  expect(() => checkEcdsaSize(structure('ecdsa-secp256k1', 20, 10))).not.toThrow();
  expect(() => checkEcdsaSize(structure('ecdsa-secp256k1', 21, 2))).toThrow(
    'an ECDSA key has at most 20 parties, this one would have 21',
  );
  expect(() => checkEcdsaSize(structure('ecdsa-p256', 20, 11))).toThrow(
    'at most 10 nodes sign together with ECDSA, this key would ask for 11',
  );
});

test('FROST keys may be larger', () => {
  expect(() => checkEcdsaSize(structure('frost-ed25519', 100, 67))).not.toThrow();
});
