import { readFileSync, writeFileSync } from 'node:fs';
import { ECDSA_PROTOCOLS } from './ecdsaProtocols.ts';
import { type MatrixProtocol, PROTOCOLS } from './protocols.ts';
import { sectionOf } from './section.ts';

/** Below an introduction by hand, a section for each protocol. */
export interface MatrixDocument {
  readonly file: URL;
  readonly protocols: readonly MatrixProtocol[];
}

export const FROST_DOCUMENT: MatrixDocument = {
  file: new URL('../../../docs/adversary.md', import.meta.url),
  protocols: PROTOCOLS,
};
export const ECDSA_DOCUMENT: MatrixDocument = {
  file: new URL('../../../docs/ecdsa-adversary.md', import.meta.url),
  protocols: ECDSA_PROTOCOLS,
};

const FIRST_SECTION = '\n## ';

/** As it is committed. */
export function committed({ file }: MatrixDocument): string {
  return readFileSync(file, 'utf8');
}

/** Runs the whole matrix of a document and writes its sections below the introduction. */
export function writeDocument(document: MatrixDocument): void {
  const text = committed(document);
  const introduction = text.includes(FIRST_SECTION) ? text.slice(0, text.indexOf(FIRST_SECTION)) : text.trimEnd();
  writeFileSync(document.file, `${[introduction.trimEnd(), ...document.protocols.map(sectionOf)].join('\n\n')}\n`);
}
