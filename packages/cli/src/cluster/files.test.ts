import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replaceFile } from './files.ts';

test('a file that is replaced where others may write too has no draft that they could lay out beforehand', async () => {
  const root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const [shared, precious] = [join(root, 'cluster.json'), join(root, 'precious')];
  await writeFile(precious, 'mine');
  const laid = `cluster.json.${process.pid}.tmp`;
  await symlink(precious, join(root, laid));
  await replaceFile(shared, 'new');
  expect(await readFile(shared, 'utf8')).toBe('new');
  expect(await readFile(precious, 'utf8')).toBe('mine');
  expect(await readdir(root), 'no draft is left behind').toEqual(['cluster.json', laid, 'precious']);
});
