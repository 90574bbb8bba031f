import { realpath, stat } from 'node:fs/promises';
import { replaceFile } from '../cluster/files.ts';
import { errorCode } from './errorCode.ts';
import { EXIT } from './exitCode.ts';
import { Failure } from './failure.ts';

/** Replaces the file a link leads to, not the link, and leaves it as readable as it was. */
export async function replaceShared(file: string, content: string): Promise<void> {
  try {
    const target = await realpath(file);
    await replaceFile(target, content, (await stat(target)).mode & 0o777);
  } catch (error) {
    throw new Failure(
      EXIT.failed,
      'not-written',
      `${file}: it cannot be replaced (${errorCode(error)}); it is unchanged`,
    );
  }
}
