import { RequestRejected } from '../errors.ts';
import { HARDENED } from './path.ts';

/**
 * Reads a path as people write it: `m/0/5` or `0/5`, `m` for the key itself. Hardened indices (`0'`, `0h`) are read too, so
 * that `checkPath` can say what is wrong with them. Throws RequestRejected, code `bad-path`.
 */
export function parsePath(text: string): readonly number[] {
  const levels = text.split('/');
  if (levels[0] === 'm') levels.shift();
  else if (text === '') return [];
  return levels.map((level) => parseLevel(level, text));
}

function parseLevel(level: string, text: string): number {
  const [, digits, hardened] = /^(0|[1-9][0-9]{0,9})(['hH])?$/.exec(level) ?? [];
  const index = Number(digits);
  if (digits !== undefined && index < HARDENED) return index + (hardened === undefined ? 0 : HARDENED);
  throw new RequestRejected(
    'bad-path',
    `"${text}" is no derivation path: levels are integers from 0 to ${HARDENED - 1}, separated by slashes.`,
    'Write it like m/0/5.',
  );
}

/** `m/0/5`, the form that `parsePath` reads. */
export function formatPath(path: readonly number[]): string {
  return ['m', ...path.map((index) => (index < HARDENED ? String(index) : `${index - HARDENED}h`))].join('/');
}
