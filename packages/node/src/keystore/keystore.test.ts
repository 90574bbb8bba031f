import { randomBytes } from 'node:crypto';
import { partyIndex, RequestRejected } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { deriveKek } from './deriveKek.ts';
import { passphraseKeystore } from './passphraseKeystore.ts';
import { openBlob, sealBlob } from './sealBlob.ts';
import { encodeSealContext, type SealContext } from './sealContext.ts';
import { createKek, unlockKek } from './unlockKek.ts';

const CHEAP = { memoryKiB: 64, passes: 1, parallelism: 1 };
const bytes = (n: number) => new Uint8Array(32).fill(n);
const passphrase = Buffer.from('correct horse battery');
const random = (length: number) => Uint8Array.from(randomBytes(length));
const rejected = expect.objectContaining({ name: 'RequestRejected', code: 'sealed-blob-rejected' });

const context: SealContext = {
  version: 1,
  cluster: bytes(1),
  key: bytes(2),
  epoch: 1,
  party: partyIndex(2),
  session: bytes(3),
  kind: 'share',
};

test('argon2id matches the test vector of its reference implementation', () => {
  // phc-winner-argon2, src/test.c: version 0x13, m = 256 KiB, t = 2, p = 1.
  const salt = Buffer.from('somesalt');
  const kdf = { algorithm: 'argon2id', salt, memoryKiB: 256, passes: 2, parallelism: 1 } as const;
  const kek = deriveKek(Buffer.from('password'), kdf);
  expect(Buffer.from(kek).toString('hex')).toBe('9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe');
});

test('the default cost is 64 MiB, 3 passes, 4 lanes, and is recorded', () => {
  const { record, kek } = createKek(passphrase, random);
  expect(record.kdf).toMatchObject({ algorithm: 'argon2id', memoryKiB: 65536, passes: 3, parallelism: 4 });
  expect(unlockKek(passphrase, record)).toEqual(kek);
});

test('a wrong passphrase is told, and what it unlocks is nothing', () => {
  const { record } = createKek(passphrase, random, CHEAP);
  expect(() => unlockKek(Buffer.from('correct horse batterz'), record)).toThrow(
    "the passphrase does not open this node's store",
  );
});

test('two nodes with one passphrase have different keys', () => {
  const [a, b] = [createKek(passphrase, random, CHEAP), createKek(passphrase, random, CHEAP)];
  expect(a.kek).not.toEqual(b.kek);
});

test('a short passphrase is refused for a new store', () => {
  expect(() => createKek(Buffer.from('hunter2'), random, CHEAP)).toThrow(/7 bytes long, at least 12/);
});

test('a sealed share opens under its own context', async () => {
  const keystore = passphraseKeystore(bytes(9), random);
  const aad = encodeSealContext(context);
  const sealed = await keystore.seal(Uint8Array.of(1, 2, 3), aad);
  expect(await keystore.open(sealed, aad)).toEqual(Uint8Array.of(1, 2, 3));
});

test.each([
  ['another cluster', { cluster: bytes(7) }],
  ['another key', { key: bytes(7) }],
  ['another epoch', { epoch: 2 }],
  ['another party', { party: partyIndex(3) }],
  ['another ceremony', { session: bytes(7) }],
  ['another use', { kind: 'pending-share' } as const],
])('a sealed share moved to %s does not open', (_name, change) => {
  const sealed = sealBlob(bytes(9), Uint8Array.of(1, 2, 3), encodeSealContext(context), random);
  expect(() => openBlob(bytes(9), sealed, encodeSealContext({ ...context, ...change }))).toThrow(rejected);
});

test('any flipped bit, any lost byte and any other key is refused', () => {
  const aad = encodeSealContext(context);
  const sealed = sealBlob(bytes(9), Uint8Array.of(1, 2, 3), aad, random);
  for (let i = 0; i < sealed.length; i++) {
    const flipped = sealed.map((byte, j) => (i === j ? byte ^ 1 : byte));
    expect(() => openBlob(bytes(9), flipped, aad)).toThrow(rejected);
    expect(() => openBlob(bytes(9), sealed.subarray(0, i), aad)).toThrow(rejected);
  }
  expect(() => openBlob(bytes(8), sealed, aad)).toThrow(rejected);
});

test('the same share sealed twice looks different', () => {
  const seal = () => sealBlob(bytes(9), Uint8Array.of(1, 2, 3), encodeSealContext(context), random);
  expect(seal()).not.toEqual(seal());
});

test('a closed keystore has forgotten its key', async () => {
  const kek = bytes(9);
  const keystore = passphraseKeystore(kek, random);
  keystore.close();
  expect(kek).toEqual(new Uint8Array(32));
  await expect(keystore.seal(Uint8Array.of(1), Uint8Array.of())).rejects.not.toBeInstanceOf(RequestRejected);
});
