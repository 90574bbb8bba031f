import { expect, test } from 'vitest';
import { addressOf } from '../intents/index.ts';
import { sampleCluster } from '../testing/sampleCluster.ts';
import { sampleKey } from '../testing/sampleKey.ts';
import { keyContextAt } from './keyContextAt.ts';

const sample = sampleCluster({});
const taproot = sampleKey(sample, 'frost-secp256k1-tr').certificate.statement;
const ed25519 = sampleKey(sample, 'frost-ed25519').certificate.statement;

test('every path of a taproot key has an address of its own, the empty one the key’s', () => {
  const addresses = [[], [0], [1], [0, 0], [0, 1]].map((path) => addressOf(keyContextAt(taproot, path)));
  expect(new Set(addresses).size).toBe(5);
  expect(keyContextAt(taproot, []).groupKey).toEqual(taproot.groupKey);
});

test('a hardened path, and any path of an Ed25519 key, are refused in a sentence', () => {
  expect(() => keyContextAt(taproot, [0x80000000])).toThrow(/hardened/);
  expect(keyContextAt(ed25519, []).publicKey).toHaveLength(32);
  expect(() => keyContextAt(ed25519, [0])).toThrow(/one address/);
});
