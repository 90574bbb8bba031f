import { readlink, rm, symlink } from 'node:fs/promises';
import { errorCode } from '../output/errorCode.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { commandLineOf } from './processIdentity.ts';

/**
 * Does `work` while no other `cluster up` works on the same directory: each would take the daemons of the other for its
 * own, stop those and forget the rest. Throws a Failure `being-started` if another does.
 * @param path a symbolic link to the pid of who holds it: unlike a file, it is never there without its content
 */
export async function whileNobodyElse<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!(await taken(path))) await refuseIfHeld(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function taken(path: string): Promise<boolean> {
  try {
    await symlink(String(process.pid), path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return false;
    throw new Failure(EXIT.failed, 'not-written', `${path}: it cannot be written (${code})`);
  }
}

/** Takes away what a process left that was killed. */
async function refuseIfHeld(path: string): Promise<void> {
  const pid = await readlink(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  if (pid === undefined) return;
  if ((await commandLineOf(Number(pid))) === undefined) return rm(path, { force: true });
  throw new Failure(
    EXIT.failed,
    'being-started',
    `another \`quorate cluster up\` is starting this cluster (pid ${pid})`,
    `Wait for it. If that process is something else, delete ${path}.`,
  );
}
