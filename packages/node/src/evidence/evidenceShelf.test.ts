import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EvidenceShelf, MAX_PER_CULPRIT, type Proof } from './evidenceShelf.ts';

let dir: string;
let shelf: EvidenceShelf;
let said: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'quorate-shelf-'));
  said = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    },
  });
  shelf = new EvidenceShelf(join(dir, 'evidence'), pino(sink));
});

afterEach(() => rm(dir, { recursive: true }));

function proof(session: string, culprit = 'node-2'): Proof {
  return { session, code: 'invalid-proof', culprits: [culprit], evidence: Uint8Array.of(1, 2, 3) };
}

test('a proof is a file of its own, named after who cheated and where, for its owner alone', async () => {
  shelf.keep(proof('aa'));
  await shelf.settled();
  const path = join(dir, 'evidence', 'node-2.aa.evidence');
  expect(await readFile(path)).toEqual(Buffer.of(1, 2, 3));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(dir, 'evidence'))).mode & 0o777).toBe(0o700);
  expect(said).toContain(path);
});

test('who cheats all the time fills no disk, and takes no place from others', async () => {
  for (let i = 0; i < MAX_PER_CULPRIT + 2; i++) shelf.keep(proof(`aa${i}`));
  shelf.keep(proof('bb', 'node-22'));
  shelf.keep(proof('cc', 'node-3'));
  await shelf.settled();
  const kept = await readdir(join(dir, 'evidence'));
  expect(kept.filter((file) => file.startsWith('node-2.'))).toHaveLength(MAX_PER_CULPRIT);
  expect(kept).toContain('node-22.bb.evidence');
  expect(kept).toContain('node-3.cc.evidence');
  expect(said).toContain('no more are kept');
});

test('what a node that died left half written is removed at the next start, and nothing else', async () => {
  await mkdir(join(dir, 'evidence'));
  const files = ['node-2.aa.evidence', 'node-2.bb.evidence.draft', 'node-3.cc.evidence.draft', 'notes.draft'];
  for (const file of files) await writeFile(join(dir, 'evidence', file), file);
  shelf.tidy();
  shelf.keep(proof('dd'));
  await shelf.settled();
  const kept = await readdir(join(dir, 'evidence'));
  expect(kept.sort()).toEqual(['node-2.aa.evidence', 'node-2.dd.evidence', 'notes.draft']);
  expect(said).toContain('node-2.bb.evidence.draft');
});

test('there is nothing to tidy before the first start', async () => {
  shelf.tidy();
  await shelf.settled();
  expect(said).toBe('');
  expect(await readdir(dir)).toEqual([]);
});

test('what was written and could not be kept takes the place of one file, however often that happens', async () => {
  for (const session of ['aa', 'bb', 'cc']) {
    await mkdir(join(dir, 'evidence', `node-2.${session}.evidence`, 'in the way'), { recursive: true });
    shelf.keep(proof(session));
  }
  await shelf.settled();
  const drafts = async () => (await readdir(join(dir, 'evidence'))).filter((file) => file.endsWith('draft'));
  expect(said).toContain('evidence could not be kept');
  expect(await drafts()).toEqual(['node-2.evidence.draft']);
  shelf.keep(proof('dd'));
  await shelf.settled();
  expect(await drafts()).toEqual([]);
});

test('what cannot be kept is in the log, and nobody fails', async () => {
  await writeFile(join(dir, 'evidence'), 'a file where the directory should be');
  shelf.keep(proof('aa'));
  await shelf.settled();
  expect(said).toContain('evidence could not be kept');
});
