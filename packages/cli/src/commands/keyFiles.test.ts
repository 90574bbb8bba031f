import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { fromHex, peerIdOf, toHex } from '@quorate/requests';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quorate } from '../testing/quorate.ts';

let root = '';
const at = (name: string) => join(root, name);
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function secretIn(file: string): Promise<Uint8Array> {
  return fromHex((await readFile(file, 'utf8')).trim());
}

test('a new identity is for its owner only, and what is printed is what belongs to it', async () => {
  const { exit, out } = await quorate('identity', 'new', at('identity.key'), '--json');
  expect(exit).toBe(0);
  const publicKey = secp256k1.getPublicKey(await secretIn(at('identity.key')));
  expect(JSON.parse(out)).toEqual({
    file: at('identity.key'),
    publicKey: toHex(publicKey),
    peerId: peerIdOf(publicKey),
  });
  expect((await stat(at('identity.key'))).mode & 0o777).toBe(0o600);
});

test('a new key of a person is an Ed25519 seed', async () => {
  const { out } = await quorate('person', 'new', at('desk.key'), '--json');
  const publicKey = toHex(ed25519.getPublicKey(await secretIn(at('desk.key'))));
  expect(JSON.parse(out)).toEqual({ file: at('desk.key'), publicKey });
  expect((await stat(at('desk.key'))).mode & 0o777).toBe(0o600);
});

describe.each(['identity', 'person'])('%s', (kind) => {
  test('show prints what new printed, and never the secret', async () => {
    const made = await quorate(kind, 'new', at('a.key'), '--json');
    expect((await quorate(kind, 'show', at('a.key'), '--json')).out).toBe(made.out);
    const { exit, out, err } = await quorate(kind, 'show', at('a.key'));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain(JSON.parse(made.out).publicKey);
    expect(out + made.out).not.toContain((await readFile(at('a.key'), 'utf8')).trim());
  });

  test('no two are the same', async () => {
    await quorate(kind, 'new', at('a.key'));
    await quorate(kind, 'new', at('b.key'));
    expect(await readFile(at('a.key'))).not.toEqual(await readFile(at('b.key')));
  });

  test('a file that is there is never replaced', async () => {
    await quorate(kind, 'new', at('a.key'));
    const before = await readFile(at('a.key'));
    const { exit, out, err } = await quorate(kind, 'new', at('a.key'));
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('there is a file of this name already, and it may hold the only copy of a key');
    expect(await readFile(at('a.key'))).toEqual(before);
  });

  test('without its directory nothing is made', async () => {
    const { exit, err } = await quorate(kind, 'new', at('no/such/a.key'));
    expect(exit).toBe(1);
    expect(err).toContain('there is no such directory');
    expect(await readdir(root)).toEqual([]);
  });

  test.each<[string, string, number, string]>([
    ['that others may read', 'ab'.repeat(32), 0o644, 'others may read this key (mode 644)'],
    ['cut short', 'ab'.repeat(20), 0o600, 'this is not a key: expected 64 lowercase hex digits'],
    ['of something else', 'correct horse battery staple', 0o600, 'this is not a key'],
    ['of nothing', '', 0o600, 'the file is empty'],
  ])('a key file %s is refused without being shown', async (_, content, mode, sentence) => {
    await writeFile(at('a.key'), content, { mode });
    const { exit, out, err } = await quorate(kind, 'show', at('a.key'));
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain(sentence);
    if (content !== '') expect(err).not.toContain(content);
  });

  test('a file that is not there, and a directory, are named', async () => {
    await mkdir(at('dir'));
    expect((await quorate(kind, 'show', at('none'))).err).toContain('none: there is no such file');
    expect((await quorate(kind, 'show', at('dir'))).err).toContain('dir: this is a directory');
  });
});

test('zero is no identity', async () => {
  await writeFile(at('a.key'), '00'.repeat(32), { mode: 0o600 });
  expect((await quorate('identity', 'show', at('a.key'))).err).toContain('not the secret key of an identity');
});
