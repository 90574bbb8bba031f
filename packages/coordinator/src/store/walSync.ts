import { type FileHandle, open } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';

/**
 * A write that outlives the process, but not yet a power cut: for that `WalSync` waits, beside other work, or nobody needs
 * to. Whatever is written otherwise is on the disk when the call returns.
 */
export function unsynced<T>(db: DatabaseSync, write: () => T): T {
  db.exec('PRAGMA synchronous = NORMAL');
  try {
    return write();
  } finally {
    db.exec('PRAGMA synchronous = FULL');
  }
}

/** For what nobody waits for: short beside a power cut's rarity, long beside a request. */
const SOON_MS = 100;

/**
 * Does what SQLite does itself at each commit with `synchronous = FULL`, the write-ahead log to the disk, without keeping
 * the thread: a millisecond on a good disk, and ten on a busy one.
 */
export class WalSync {
  /** None of a database in memory. */
  readonly #path: string | undefined;
  #file: Promise<FileHandle> | undefined;
  #isClosed = false;
  #soon: NodeJS.Timeout | undefined;

  constructor(database: DatabaseSync) {
    const path = database.location();
    this.#path = path === null ? undefined : `${path}-wal`;
  }

  /** Resolves when all that was committed until now survives a power cut. */
  async sync(): Promise<void> {
    if (this.#path === undefined) return;
    // No lock is lost by closing it: SQLite has none on this file. It is there from the first write until the last close.
    this.#file ??= this.#open(this.#path);
    try {
      await (await this.#file).datasync();
    } catch (problem) {
      if (!this.#isClosed) throw problem;
    }
  }

  /** The same in a moment, once for all that is written until then. @param failed hears why it could not be */
  soon(failed: (problem: unknown) => void): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.sync().catch(failed);
    }, SOON_MS);
  }

  /** One that could not be opened, where too many files are open, is tried again the next time. */
  #open(path: string): Promise<FileHandle> {
    return open(path, 'r+').catch((problem: unknown) => {
      this.#file = undefined;
      throw problem;
    });
  }

  /** Before the database is closed, which itself brings everything to the disk. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#soon);
    this.#file?.then((file) => file.close()).catch(() => undefined); // it was never there
  }
}
