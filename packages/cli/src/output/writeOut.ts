import { stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './errorCode.ts';
import { EXIT } from './exitCode.ts';
import { Failure, usage } from './failure.ts';

/** Refuses an `--out` that could not be written, before anything is signed for it. */
export async function checkWritable(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  const isDirectory = (at: string) =>
    stat(at).then(
      (found) => found.isDirectory(),
      () => false,
    );
  if (await isDirectory(path)) throw usage(`--out ${path} is a directory`);
  if (!(await isDirectory(dirname(path)))) throw usage(`--out ${path}: there is no directory ${dirname(path)}`);
}

/** Replaces the file. The signature is made by then, so a failure tells how to get it again. */
export async function writeOut(path: string, content: string, details: Record<string, unknown>): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    throw new Failure(
      EXIT.failed,
      'not-written',
      `it is signed, but ${path} cannot be written (${errorCode(error)})`,
      'Run the same command again with this --id and another --out: nothing is signed twice.',
      details,
    );
  }
}
