import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../telemetry/createLogger.ts';

/** A peer that cheats again and again must not fill the disk: a proof convicts it as well as ten do. */
export const MAX_PER_CULPRIT = 8;
const EXTENSION = '.evidence';
/** Of what is not wholly written. */
const DRAFT = '.draft';

/** A proof that peers broke the protocol of a session. */
export interface Proof {
  /** Hex. */
  readonly session: string;
  readonly code: string;
  /** Nodes. */
  readonly culprits: readonly string[];
  readonly evidence: Uint8Array;
}

/**
 * The proofs of cheating that this node has found, a file each, which `quorate evidence verify` judges. A coordinator is
 * told as well, but may keep it to itself; and no desk asks for the presignings that nodes make in advance.
 */
export class EvidenceShelf {
  readonly #directory: string;
  readonly #log: Logger;
  #written: Promise<void> = Promise.resolve();

  constructor(directory: string, log: Logger) {
    this.#directory = directory;
    this.#log = log;
  }

  /** Removes what a node that died while it wrote has left behind. Before the first proof is kept. */
  tidy(): void {
    this.#written = this.#written.then(() => this.#removeDrafts());
  }

  /**
   * Writes it to the disk, one after the other. Nobody waits for that, least of all the coordinator: peers who merely see
   * that this node has left must not be heard before it. What could not be kept is in the log.
   */
  keep(proof: Proof): void {
    this.#written = this.#written.then(() => this.#write(proof));
  }

  /** Resolves when all that was to be kept is on the disk. */
  settled(): Promise<void> {
    return this.#written;
  }

  async #write({ session, code, culprits, evidence }: Proof): Promise<void> {
    const [culprit = 'nobody'] = culprits;
    const path = join(this.#directory, `${culprit}.${session}${EXTENSION}`);
    const about = { session, code, culprits };
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      if (await this.#isFull(culprit)) {
        this.#log.warn(about, `${this.#directory} has ${MAX_PER_CULPRIT} proofs against ${culprit}: no more are kept`);
        return;
      }
      // One for each culprit, so that those of a disk without room are not more and more.
      const draft = join(this.#directory, `${culprit}${EXTENSION}${DRAFT}`);
      await writeFile(draft, evidence, { mode: 0o600, flush: true });
      await rename(draft, path);
      await syncDirectory(this.#directory);
      this.#log.warn({ ...about, file: path }, 'evidence kept');
    } catch (problem) {
      this.#log.error({ ...about, err: problem }, 'evidence could not be kept');
    }
  }

  async #removeDrafts(): Promise<void> {
    if (!existsSync(this.#directory)) return;
    try {
      const drafts = (await readdir(this.#directory)).filter((file) => file.endsWith(`${EXTENSION}${DRAFT}`));
      for (const draft of drafts) await rm(join(this.#directory, draft));
      if (drafts.length > 0) this.#log.warn({ drafts }, 'evidence that was only half written is removed');
    } catch (problem) {
      this.#log.error({ err: problem }, `${this.#directory} could not be tidied`);
    }
  }

  async #isFull(culprit: string): Promise<boolean> {
    const files = await readdir(this.#directory);
    // A node's id has no dot.
    const against = files.filter((file) => file.startsWith(`${culprit}.`) && file.endsWith(EXTENSION));
    return against.length >= MAX_PER_CULPRIT;
  }
}

/** A file is where it was renamed to, after a power cut too. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
