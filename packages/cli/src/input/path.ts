import { usage } from '../output/failure.ts';

const MAX_LEVELS = 16;
const HARDENED = 0x80000000;

/** `m/0/7` or `0/7`, as tss-core reads paths; `m` is the key itself. Hardened levels do not exist for a shared key. */
export function parsePath(text: string): readonly number[] {
  const levels = text.split('/');
  if (levels[0] === 'm') levels.shift();
  const path = levels.map((level) => parseLevel(level, text));
  if (path.length > MAX_LEVELS)
    throw usage(`--path ${text} has ${path.length} levels, at most ${MAX_LEVELS} are allowed`);
  return path;
}

function parseLevel(level: string, text: string): number {
  if (/^[0-9]+['hH]$/.test(level)) {
    throw usage(
      `--path ${text} has the hardened level ${level}, which takes the whole secret key, and that exists nowhere`,
      'The key stands for the account, as m/86h/0h/0h does in a wallet: use m/0/7 and the like.',
    );
  }
  const index = /^(0|[1-9][0-9]{0,9})$/.test(level) ? Number(level) : HARDENED;
  if (index < HARDENED) return index;
  throw usage(`--path ${JSON.stringify(text)} is not a path`, 'Write levels from 0 to 2147483647: m/0/7.');
}

/** As BIP-32 writes it. */
export function pathText(path: readonly number[]): string {
  return ['m', ...path].join('/');
}
