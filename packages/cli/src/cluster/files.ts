import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

/** A directory for its owner only. */
export async function makePrivateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
}

/** A file that its owner alone may read. Refuses to replace one that exists: it may hold the only copy of a secret. */
export async function writeSecret(path: string, content: string): Promise<void> {
  await writeFile(path, content, { mode: 0o600, flag: 'wx' });
}

export async function writePublic(path: string, content: string): Promise<void> {
  await writeFile(path, content, { mode: 0o644, flag: 'wx' });
}

/**
 * Readers see the old content or the new one, never half of it. Others may write in the same directory: nobody can know the
 * name of the draft, and what is there under that name is not written to.
 */
export async function replaceFile(path: string, content: string, mode = 0o600): Promise<void> {
  const draft = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    await writeFile(draft, content, { mode, flush: true, flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Write permission of anybody but the owner. */
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Throws a Failure `foreign-directory` unless the directory, and a link to it, is this user's own and nobody else can write
 * in it: what starts from its configs loads what they name, a PKCS#11 library for one.
 */
export async function refuseForeign(dir: string): Promise<void> {
  const user = process.getuid?.();
  const [link, target] = await Promise.all([lstat(dir), stat(dir)]);
  const isOwn = link.uid === user && target.uid === user;
  if (isOwn && (target.mode & WRITABLE_BY_OTHERS) === 0) return;
  throw new Failure(
    EXIT.failed,
    'foreign-directory',
    isOwn
      ? `others may write in ${dir}, and could have this user run what they want`
      : `${dir} is another user's, who could have this one run anything`,
    isOwn ? `Look at its files first, then: chmod 700 ${dir}` : 'Start it as its owner, or name another directory.',
  );
}
