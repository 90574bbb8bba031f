import { hexToBytes } from '@noble/hashes/utils.js';
import { ciphersuite } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { readVectors } from './support.ts';

const { verify } = ciphersuite('frost-secp256k1-tr');
const [, ...rows] = readVectors('bip340/test-vectors.csv').trim().split(/\r?\n/);
const vectors = rows.map((row) => {
  const [index = '', , publicKey = '', , message = '', signature = '', result = '', ...comment] = row.split(',');
  return { index, publicKey, message, signature, result, comment: comment.join(',') || 'valid' };
});

test('the file holds its 19 rows', () => {
  expect(vectors).toHaveLength(19);
});

test.each(vectors)('row $index: $comment', ({ publicKey, message, signature, result }) => {
  const verified = verify(hexToBytes(signature), hexToBytes(message), hexToBytes(publicKey));
  expect(verified).toBe(result === 'TRUE');
});
