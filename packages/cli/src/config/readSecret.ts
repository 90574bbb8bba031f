import { stat } from 'node:fs/promises';
import { readInput } from '../input/readInput.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { shellWord } from '../output/ownName.ts';

/** 32 secret bytes, a node's identity key or a person's seed, from a file of 64 hex digits that its owner alone may read. */
export async function readSecret(path: string): Promise<Uint8Array> {
  const content = Buffer.from(await readInput(path, 4096))
    .toString('latin1')
    .trim();
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) {
    const shown = (mode & 0o777).toString(8);
    throw new Failure(
      EXIT.failed,
      'exposed-key',
      `${path}: others may read this key (mode ${shown})`,
      `Let its owner alone read it: chmod 600 ${shellWord(path)}`,
    );
  }
  if (!/^[0-9a-f]{64}$/.test(content)) {
    throw new Failure(EXIT.failed, 'bad-key-file', `${path}: this is not a key: expected 64 lowercase hex digits`);
  }
  return Uint8Array.from(Buffer.from(content, 'hex'));
}
