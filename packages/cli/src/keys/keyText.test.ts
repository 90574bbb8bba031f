import { verifyKey } from '@quorate/client';
import { p256Point } from '@quorate/requests';
import { sampleCluster, sampleKey } from '@quorate/requests/testing';
import { checkStructure, type KeyStructure, partyIndex } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { plain } from '../output/style.ts';
import { keyJson, keysTable, keyText } from './keyText.ts';
import { quorumsText, signingSetsText, thresholdsText } from './structureText.ts';

const sample = sampleCluster();
const { cluster } = sample;
const taproot = verifyKey(sampleKey(sample, 'frost-secp256k1-tr', 'treasury').view, cluster);
const ed25519 = verifyKey(sampleKey(sample, 'frost-ed25519', 'hot').view, cluster);

test('a key is shown with its addresses, its signing sets and what was verified', () => {
  const text = keyText(taproot, cluster, plain);
  expect(text).toContain('treasury (frost-secp256k1-tr)');
  expect(text).toMatch(/bc1p[a-z0-9]{58} \(mainnet\)\n +tb1p[a-z0-9]{58} \(testnet\)\n +bcrt1p/);
  expect(text).toContain('2 of node-1, node-2, node-3');
  expect(text).toMatch(/node-1 \+ node-2\n +node-1 \+ node-3\n +node-2 \+ node-3/);
  expect(text).toContain('certified by all 3 nodes');
  expect(text).toContain(taproot.certificateHash);
  expect(text).not.toContain('loss accepted');
});

test('an Ed25519 key has one address, its public key in base58', () => {
  expect(keyJson(ed25519, cluster)).toMatchObject({
    name: 'hot',
    scheme: 'frost-ed25519',
    addresses: { solana: expect.stringMatching(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/) },
    quorums: [{ threshold: 2, nodes: ['node-1', 'node-2', 'node-3'] }],
    signingSets: [
      ['node-1', 'node-2'],
      ['node-1', 'node-3'],
      ['node-2', 'node-3'],
    ],
  });
});

test('a P-256 key has no address: its x and y are shown', () => {
  const passkey = verifyKey(sampleKey(sample, 'ecdsa-p256', 'passkey').view, cluster);
  const { x, y } = p256Point(passkey.context);
  const text = keyText(passkey, cluster, plain);
  expect(text).toMatch(/address +none of its own: contract accounts know it by its x and y\n/);
  expect(text).toMatch(new RegExp(`x +${x}\\n +y +${y}\\n`));
  expect(keyJson(passkey, cluster)).toMatchObject({ addresses: {}, x, y });
  expect(keysTable([passkey], plain)).toMatch(/passkey +ecdsa-p256 +2 of 3 +-$/);
});

test('a list of keys is a table; an empty one says how to make a key', () => {
  expect(keysTable([taproot, ed25519], plain).split('\n')).toHaveLength(3);
  expect(keysTable([], plain)).toContain('quorate key create');
});

const quorum = (threshold: number, ...members: number[]) => ({ threshold, members: members.map(partyIndex) });

function structure(parties: number, ...quorums: ReturnType<typeof quorum>[]): KeyStructure {
  const all = Array.from({ length: parties }, (_, i) => ({ index: partyIndex(i + 1), node: `node-${i + 1}` }));
  return checkStructure({ scheme: 'frost-ed25519', parties: all, quorums, lossAccepted: true });
}

test('several quorums are all required', () => {
  const both = structure(5, quorum(2, 1, 2, 3), quorum(1, 4, 5));
  expect(thresholdsText(both)).toBe('2 of 3 and 1 of 2');
  expect(quorumsText(both)).toBe('2 of node-1, node-2, node-3\nand 1 of node-4, node-5');
  expect(signingSetsText(both).split('\n')).toHaveLength(6);
});

test('many signing sets are counted, not all listed', () => {
  const seven = structure(7, quorum(4, 1, 2, 3, 4, 5, 6, 7));
  expect(signingSetsText(seven).split('\n').at(-1)).toBe('and 15 more');
  const twenty = structure(20, quorum(10, ...Array.from({ length: 20 }, (_, i) => i + 1)));
  expect(signingSetsText(twenty)).toBe('too many to list');
});
