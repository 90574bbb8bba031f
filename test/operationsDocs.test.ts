import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { documentText } from './support/documentBlocks.ts';

const PACKAGES = fileURLToPath(new URL('../packages/', import.meta.url));
const page = documentText('docs/operations.md');
const modules = documentText('docs/hsm.md');

/** Everything that the daemons are made of, in one text, without the escapes of string literals. */
const sources = ['tss-core', 'requests', 'network', 'daemon', 'node', 'coordinator']
  .flatMap((name) => {
    const root = join(PACKAGES, name, 'src');
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(root, file), 'utf8'));
  })
  .join('\n')
  .replaceAll("\\'", "'");

/** The sentences in the first column of the tables of a section; `…` stands for anything. */
function sentencesOf(section: string): readonly string[] {
  const cells = [...section.matchAll(/^\| (`.*?) \| /gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, sentence = '']) => sentence));
}

const sentences = [
  ...sentencesOf(page.slice(page.indexOf('## Sentences at the start'))),
  ...sentencesOf(modules.slice(modules.indexOf('## When something breaks'))),
];

test('there are sentences to look for', () => {
  expect(sentences.length).toBeGreaterThan(55);
});

test.each(sentences)('a daemon can say: %s', (sentence) => {
  const fragments = sentence
    .split('…')
    .map((fragment) => fragment.replace(/^[\s:,]+|[\s:,("]+$/g, ''))
    .filter((fragment) => fragment.length > 3);
  for (const fragment of fragments) expect(sources.includes(fragment), fragment).toBe(true);
});

test.each(['node', 'coordinator'])('every metric of a %s is explained', (daemon) => {
  const source = readFileSync(join(PACKAGES, daemon, 'src', 'telemetry', 'metrics.ts'), 'utf8');
  const names =
    daemon === 'node'
      ? [...source.matchAll(/'(quorate_\w+)'/g)].map(([, name]) => name)
      : [...source.matchAll(/named\('(\w+)'/g)].map(([, name]) => `quorate_coordinator_${name}`);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !page.includes(`${name}`))).toEqual([]);
});
