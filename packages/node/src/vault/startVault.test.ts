import { secp256k1 } from '@noble/curves/secp256k1.js';
import { clusterId } from '@quorate/requests';
import { sampleCluster } from '@quorate/requests/testing';
import { partyIndex, verifyReady } from '@quorate/tss-core';
import { afterEach, expect, test } from 'vitest';
import { startVault, type VaultThread } from './startVault.ts';

const sample = sampleCluster();
const cluster = clusterId(sample.cluster);
const hash = (byte: number) => new Uint8Array(32).fill(byte);
let vault: VaultThread | undefined;

afterEach(async () => {
  await vault?.close({});
});

function secrets(passphrase = 'correct horse battery') {
  const identitySecret = sample.secret('node-1').slice();
  return { node: 'node-1', cluster, identitySecret, passphrase: Uint8Array.from(Buffer.from(passphrase)) };
}

test('secrets move to the thread, which signs readies', async () => {
  vault = startVault();
  const init = secrets();
  const { record } = await vault.init(init);
  expect(record?.kdf.algorithm).toBe('argon2id');
  expect([...init.identitySecret, ...init.passphrase].every((byte) => byte === 0)).toBe(true);

  const about = { key: hash(1), subject: hash(2) };
  const purpose = { ...about, party: partyIndex(1), policyHash: hash(3), now: 0, expiresAt: 1 };
  const ready = await vault.drawReady(purpose);
  expect(verifyReady(ready, { cluster, ...about }, secp256k1.getPublicKey(sample.secret('node-1')))).toBe(true);
  await vault.close({});
  expect(await vault.ended).toBeUndefined();
});

test('a refusal of the vault crosses to the caller as what it is', async () => {
  vault = startVault();
  const refused = vault.init(secrets('short'));
  await expect(refused).rejects.toMatchObject({ name: 'RequestRejected', code: 'weak-passphrase' });
});

test('a bug in the vault tells where it was and nothing else', async () => {
  vault = startVault();
  const early = vault.drawReady({
    ...{ key: hash(1), subject: hash(2), party: partyIndex(1) },
    policyHash: hash(3),
    now: 0,
    expiresAt: 1,
  });
  await expect(early).rejects.toThrow(/^bug: Bug in the vault at /);
});

test('a dead thread ends what waits for it and says so', async () => {
  vault = startVault({ file: new URL('data:text/javascript,throw new Error("boom")') });
  const unanswered = vault.close({});
  vault = undefined;
  await unanswered;

  const dying = startVault({ file: new URL('data:text/javascript,throw new Error("boom")') });
  const waiting = dying.init(secrets());
  await expect(waiting).rejects.toThrow(/vault thread has ended/);
  expect((await dying.ended)?.message).toBe('boom');
});

test('a secret that shares its buffer with other bytes leaves them whole', async () => {
  vault = startVault();
  const shared = new TextEncoder().encode('public|correct horse battery');
  await vault.init({ ...secrets(), passphrase: shared.subarray(7) });
  expect(new TextDecoder().decode(shared)).toBe(`public|${'\0'.repeat(21)}`);
});
