import { writeFile } from 'node:fs/promises';
import { errorCode } from '../output/errorCode.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
  EEXIST: 'there is a file of this name already, and it may hold the only copy of a key',
  ENOENT: 'there is no such directory',
  ENOTDIR: 'part of this path is not a directory',
  EACCES: 'you may not write there',
  EROFS: 'you may not write there',
};

/**
 * Writes 32 secret bytes to a new file, as 64 hex digits that its owner alone may read, and to the disk before it
 * returns. Never replaces a file.
 */
export async function newKeyFile(path: string, secret: Uint8Array): Promise<void> {
  try {
    await writeFile(path, `${Buffer.from(secret).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    const code = errorCode(error);
    const problem = PROBLEMS[code] ?? `it cannot be written (${code})`;
    throw new Failure(EXIT.failed, 'not-written', `${path}: ${problem}`, 'Name a new file in a directory that exists.');
  }
}
