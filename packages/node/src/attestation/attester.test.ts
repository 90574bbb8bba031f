import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { p256 } from '@noble/curves/nist.js';
import { attestationSecretOf, SAMPLE_TIME, sampleAttestation, sampleCluster } from '@quorate/requests/testing';
import { attestationHash, NO_ATTESTATION, RequestRejected, type SignedAttestation } from '@quorate/tss-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../store/index.ts';
import { createLogger } from '../telemetry/index.ts';
import { Attester } from './attester.ts';
import { pinnedSigner } from './pinnedSigner.ts';

// node-4 has the module; two of the three others are to be heard.

const { cluster } = sampleCluster({ nodes: 4, attesting: ['node-4'] });
const filled = (byte: number) => new Uint8Array(32).fill(byte);
const log = createLogger('silent', {});
const facts = {
  ...{ key: filled(2), epoch: 1, purpose: 'ready' as const, subject: filled(3), contents: filled(4) },
  ...{ policyHash: filled(5), nonce: filled(6) },
};
const NOW = SAMPLE_TIME * 1000;
let dir: string;
let store: Store;
let announced: SignedAttestation[];
/** Comes between the statement and its signature. */
let module: (bytes: Uint8Array, secret: Uint8Array) => Uint8Array;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-attester-'));
  store = openStore(dir);
  announced = [];
  module = (bytes, secret) => p256.sign(bytes, secret, { prehash: true, lowS: true });
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const SECRET = attestationSecretOf('node-4');
const signer = { publicKey: p256.getPublicKey(SECRET), sign: async (bytes: Uint8Array) => module(bytes, SECRET) };

function attester(): Attester {
  const announce = (one: SignedAttestation) => void announced.push(one);
  return new Attester({ node: 'node-4', cluster, signer, store, log, now: () => NOW, announce });
}

function opened(): Attester {
  const one = attester();
  one.told('node-1', null);
  one.told('node-2', null);
  return one;
}

test('each attestation follows the one before, on disk before the module is asked', async () => {
  const first = await opened().attest(facts, NOW + 1500);
  expect(first).toMatchObject({ sequence: 1, previous: NO_ATTESTATION, expiresAt: SAMPLE_TIME + 1 });
  module = () => {
    throw new RequestRejected('token-away', 'the token is away');
  };
  await expect(opened().attest(facts, NOW)).rejects.toThrow('the token is away');
  module = (bytes, secret) => p256.sign(bytes, secret, { prehash: true, lowS: true });
  // A place that came to nothing is not given again.
  expect((await opened().attest(facts, NOW)).sequence).toBe(3);
  expect(announced.map(({ statement }) => statement.sequence)).toEqual([1, 3]);
});

test('what does not verify does not leave', async () => {
  module = (bytes) => p256.sign(bytes, filled(1), { prehash: true, lowS: true });
  await expect(opened().attest(facts, NOW)).rejects.toThrow('the module gave an attestation that does not verify');
  expect(announced).toEqual([]);
});

test('before enough others are heard nothing is attested, and falsehoods do not count', async () => {
  const one = attester();
  one.told('node-1', null);
  one.told('node-1', null);
  const foreign = sampleAttestation({ ...facts, cluster: filled(9), node: 'node-4' });
  const forged = { ...ofNode4(9), signature: new Uint8Array(64) };
  for (const lie of [foreign, forged]) one.told('node-2', lie);
  expect(one.status()).toEqual({ sequence: 0, heard: 1, needed: 2, setback: null });
  const early = one.attest(facts, NOW);
  one.told('node-3', null);
  expect((await early).sequence).toBe(1);
});

test('attack 40: whatever others witnessed above its own records is gone on from, and told', async () => {
  const one = opened();
  await one.attest(facts, NOW);
  one.told('node-3', ofNode4(7));
  expect(one.status()).toMatchObject({ sequence: 7, setback: { from: 1, to: 7, at: NOW } });
  const next = await one.attest(facts, NOW);
  expect(next).toMatchObject({ sequence: 8, previous: attestationHash(ofNode4(7).statement) });
  one.told('node-3', ofNode4(7));
  expect(one.status()).toMatchObject({ sequence: 8, setback: { from: 1, to: 7 } });
  one.told('node-3', ofNode4(8));
  expect(one.status().setback).toEqual({ from: 8, to: 8, at: NOW });
});

function ofNode4(sequence: number): SignedAttestation {
  return sampleAttestation({ ...facts, cluster: fromHex(cluster.id), node: 'node-4', sequence, previous: filled(7) });
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

test('a module whose key the cluster file does not pin attests nothing; another than the pinned one stops the start', () => {
  expect(pinnedSigner('node-4', cluster, signer, log)).toBe(signer);
  expect(pinnedSigner('node-1', cluster, undefined, log)).toBeUndefined();
  expect(pinnedSigner('node-1', cluster, signer, log)).toBeUndefined();
  const code = (act: () => unknown, expected: string) =>
    expect(act).toThrow(expect.objectContaining({ code: expected }));
  code(() => pinnedSigner('node-4', cluster, undefined, log), 'no-attestation-key');
  const other = { ...signer, publicKey: p256.getPublicKey(filled(1)) };
  code(() => pinnedSigner('node-4', cluster, other, log), 'other-attestation-key');
});
