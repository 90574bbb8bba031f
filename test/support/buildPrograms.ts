import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundle } from '../../build/bundle.ts';
import { programImports } from '../../build/programs.ts';
import { BUILT, DIRECTORY } from './builtPrograms.ts';

/** Once before a run. What is as it was stays, for the tests that another run may have under way. */
export default async function buildPrograms(): Promise<void> {
  const { output } = await bundle({ programs: BUILT, sourceMaps: false });
  const files = new Map<string, string>();
  for (const file of output) if (file.type === 'chunk') files.set(file.fileName, file.code);
  files.set('package.json', JSON.stringify({ type: 'module', imports: programImports(BUILT) }));
  for (const [name, content] of files) await put(join(DIRECTORY, name), content);
  for (const entry of await readdir(DIRECTORY, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.name.endsWith('.js') && !files.has(path.slice(DIRECTORY.length + 1))) await rm(path, { force: true });
  }
}

async function put(path: string, content: string): Promise<void> {
  if (existsSync(path) && (await readFile(path, 'utf8')) === content) return;
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}
