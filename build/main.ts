import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { bundle, EXTERNAL } from './bundle.ts';
import { launcher, STARTED_BY_PEOPLE } from './launcher.ts';
import { licencesOf } from './licences.ts';
import { PROGRAMS, programImports, ROOT } from './programs.ts';

/** `pnpm build [DIRECTORY]`: writes `dist/`, a package of all programs of the product with everything they import. */

const directory = resolve(process.argv[2] ?? join(ROOT, 'dist'));

const manifestSchema = z.looseObject({
  version: z.string(),
  license: z.string(),
  engines: z.object({ node: z.string() }),
  optionalDependencies: z.record(z.string(), z.string()),
});

const own = manifestSchema.parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
const programs = Object.entries(PROGRAMS).map(([name, source]) => [placeOf(name), source] as const);
const { output } = await bundle({ programs: Object.fromEntries(programs), sourceMaps: true });
const licences = licencesOf(output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])));
const manifest = {
  name: 'quorate',
  version: own.version,
  license: own.license,
  type: 'module',
  engines: own.engines,
  bin: { quorate: './quorate.js' },
  imports: programImports(PROGRAMS),
  optionalDependencies: { [EXTERNAL]: own.optionalDependencies[EXTERNAL] },
};

await rm(directory, { recursive: true, force: true });
for (const file of output) await write(file.fileName, file.type === 'chunk' ? file.code : file.source);
for (const name of STARTED_BY_PEOPLE) await write(`${name}.js`, launcher(`./${placeOf(name)}.js`, own.engines.node));
await write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
await write('THIRD-PARTY-LICENCES.txt', licences);
await copyFile(join(ROOT, 'LICENSE'), join(directory, 'LICENSE'));
await chmod(join(directory, 'quorate.js'), 0o755);
process.stdout.write(`built into ${directory}\n`);

function placeOf(program: string): string {
  return STARTED_BY_PEOPLE.includes(program) ? `programs/${program}` : program;
}

async function write(name: string, content: string | Uint8Array): Promise<void> {
  const path = join(directory, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
