import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROTOCOLS } from './protocols.ts';
import { sectionOf } from './section.ts';

const FILE = fileURLToPath(new URL('../../../docs/adversary.md', import.meta.url));
const FIRST_SECTION = '\n## ';

/** docs/adversary.md as it is committed: an introduction by hand, and a section for each protocol. */
export function committedDocument(): string {
  return readFileSync(FILE, 'utf8');
}

/** Runs the whole matrix and writes its sections below the introduction. */
export function writeDocument(): void {
  const document = committedDocument();
  const introduction = document.includes(FIRST_SECTION)
    ? document.slice(0, document.indexOf(FIRST_SECTION))
    : document.trimEnd();
  writeFileSync(FILE, `${[introduction.trimEnd(), ...PROTOCOLS.map(sectionOf)].join('\n\n')}\n`);
}
