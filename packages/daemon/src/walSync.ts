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
 *
 * One at a time, and never again once the disk has failed: a kernel that has lost writes says so once, to the first who
 * asks, and then takes them for written. Whoever asks while one runs shares the next.
 */
export class WalSync {
  /** None of a database in memory. */
  readonly #path: string | undefined;
  readonly #onLost: () => void;
  #file: Promise<FileHandle> | undefined;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #lost: Error | undefined;
  #isClosed = false;
  #soon: NodeJS.Timeout | undefined;

  /** @param onLost called at once when the disk has failed: what is written later would stand behind what is lost */
  constructor(database: DatabaseSync, onLost: () => void = () => undefined) {
    const path = database.location();
    this.#path = path === null ? undefined : `${path}-wal`;
    this.#onLost = onLost;
  }

  /** Resolves when all that was committed until now survives a power cut. */
  async sync(): Promise<void> {
    if (this.#path === undefined) return;
    this.#next ??= this.#afterRunning(this.#path);
    await this.#next;
  }

  /** The same in a moment, once for all that is written until then. @param failed hears why it could not be */
  soon(failed: (problem: unknown) => void): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.sync().catch(failed);
    }, SOON_MS);
  }

  async #afterRunning(path: string): Promise<void> {
    await this.#running.catch(() => undefined); // those who waited for it know
    // Whoever asks from now on may have committed later than what this one brings to the disk.
    this.#next = undefined;
    this.#running = this.#begin(path);
    await this.#running;
  }

  async #begin(path: string): Promise<void> {
    if (this.#lost) throw this.#lost;
    if (this.#isClosed) return;
    // No lock is lost by closing it: SQLite has none on this file. It is there from the first write until the last close.
    this.#file ??= this.#open(path);
    try {
      await this.#flush(path, await this.#file);
    } catch (problem) {
      if (!this.#isClosed) throw problem;
    }
  }

  async #flush(path: string, file: FileHandle): Promise<void> {
    try {
      await file.datasync();
    } catch (problem) {
      const told = 'did not reach the disk; nothing counts as stored until this process is stopped and started again';
      this.#lost = new Error(`${path} ${told}`, { cause: problem });
      this.#onLost();
      throw this.#lost;
    }
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
