import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// The public names of this package, entry by entry. They are what others build on, so they change knowingly:
// `pnpm test packages/tss-core/src/exports.test.ts -u` writes the list anew.

const SOURCES = dirname(fileURLToPath(import.meta.url));
const ENTRIES = ['', 'frost', 'ecdsa', 'ecdsa/proofs', 'wire'];

interface Exported {
  readonly name: string;
  readonly file: string;
}

/** What an entry exports: each by name, from one file of ours. */
function exportsOf(entry: string): readonly Exported[] {
  const directory = join(SOURCES, entry);
  const source = readFileSync(join(directory, 'index.ts'), 'utf8');
  expect(source, 'exports without names').not.toMatch(/export \*/);
  return [...source.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)';/gm)].flatMap(([, names, file]) =>
    (names ?? '')
      .split(',')
      .map((name) => name.replace('type ', '').trim())
      .filter((name) => name !== '')
      .map((name) => ({ name, file: join(directory, file ?? '') })),
  );
}

function isDocumented({ name, file }: Exported): boolean {
  const declaration = String.raw`export (abstract )?(function\*?|const|class|interface|type) ${name}\b`;
  return new RegExp(String.raw`\*/\n${declaration}`).test(readFileSync(file, 'utf8'));
}

test('every entry of package.json is listed here', () => {
  const { exports } = JSON.parse(readFileSync(join(SOURCES, '../package.json'), 'utf8'));
  const paths = ENTRIES.map((entry) => (entry === '' ? '.' : `./${entry}`));
  expect(Object.keys(exports)).toEqual([...paths, './testing']);
});

test('what is exported is as listed', async () => {
  const sections = ENTRIES.map((entry) => {
    const names = exportsOf(entry).map(({ name }) => name);
    return `@quorate/tss-core${entry && `/${entry}`}\n${names.map((name) => `  ${name}\n`).join('')}`;
  });
  await expect(sections.join('\n')).toMatchFileSnapshot('../exports.txt');
});

test('no name is exported twice', () => {
  const names = ENTRIES.flatMap(exportsOf).map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test.each(ENTRIES)('every name of entry "%s" has a docstring', (entry) => {
  const bare = exportsOf(entry).filter((exported) => !isDocumented(exported));
  expect(bare.map(({ name, file }) => `${relative(SOURCES, file)}: ${name}`)).toEqual([]);
});
