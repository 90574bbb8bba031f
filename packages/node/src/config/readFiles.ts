import { readFileSync, statSync } from 'node:fs';
import { RequestRejected } from '@quorate/tss-core';
import { LineCounter, parseDocument } from 'yaml';

const MAX_TEXT_BYTES = 2 << 20;
/** Anybody but the owner. */
const OTHERS = 0o077;

export function badConfig(sentence: string, hint?: string): RequestRejected {
  return new RequestRejected('bad-config', sentence, hint);
}

/** The bytes of a regular file of reasonable size. @param what what the file is, for the sentence: `the rules` */
export function readBytes(path: string, what: string): Buffer {
  const { size } = statFile(path, what);
  if (size > MAX_TEXT_BYTES) throw badConfig(`${what} ${path} has ${size} bytes, too many for such a file`);
  try {
    return readFileSync(path);
  } catch (problem) {
    throw badConfig(`${what} ${path} cannot be read: ${reason(problem)}`);
  }
}

export function readText(path: string, what: string): string {
  return readBytes(path, what).toString('utf8');
}

/** As `readBytes`, of a file that only its owner may touch. The caller wipes the result. */
export function readSecretBytes(path: string, what: string): Buffer {
  const { mode } = statFile(path, what);
  if ((mode & OTHERS) !== 0) {
    const shown = (mode & 0o777).toString(8).padStart(4, '0');
    throw badConfig(`${what} ${path} is open to other users (mode ${shown})`, `run: chmod 600 ${path}`);
  }
  return readBytes(path, what);
}

/** Parses YAML 1.2 without aliases, telling the line of a mistake in its syntax. */
export function readYaml(path: string, what: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(readText(path, what), { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error) throw badConfig(`${path} line ${lineCounter.linePos(error.pos[0]).line}: ${error.message}`);
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw badConfig(`${path}: YAML aliases are not accepted`, 'write the value out in each place');
  }
}

function statFile(path: string, what: string): { readonly size: number; readonly mode: number } {
  try {
    const stat = statSync(path);
    if (stat.isFile()) return stat;
  } catch (problem) {
    throw badConfig(`${what} ${path} cannot be read: ${reason(problem)}`);
  }
  throw badConfig(`${what} ${path} is not a regular file`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'this user has no permission to',
  ENOTDIR: 'a part of its path is not a directory',
};

function reason(problem: unknown): string {
  if (!(problem instanceof Error)) return 'unknown reason';
  const code = 'code' in problem && typeof problem.code === 'string' ? problem.code : '';
  return REASONS[code] ?? problem.message;
}
