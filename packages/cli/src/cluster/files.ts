import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';

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

/** Readers see the old content or the new one, never half of it. */
export async function replaceFile(path: string, content: string, mode = 0o600): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, content, { mode, flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
