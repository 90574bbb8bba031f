import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { ciphersuite } from './index.ts';
import { SecretScalar } from './secretScalar.ts';

const { group } = ciphersuite('frost-ed25519');

test('it reveals the scalar until it is wiped', () => {
  const secret = new SecretScalar(group, 42n);
  expect(secret.reveal()).toBe(42n);
  secret.wipe();
  expect(() => secret.reveal()).toThrow('this secret was wiped');
  expect(() => secret.wipe()).not.toThrow();
});

test('logs, JSON and clones show nothing of it', () => {
  const secret = new SecretScalar(group, 0x1234567890abcdefn);
  expect(JSON.stringify(secret)).toBe('{}');
  expect(inspect(secret, { depth: 9, showHidden: true })).toBe('SecretScalar {}');
  expect(Object.keys(structuredClone(secret))).toEqual([]);
});
