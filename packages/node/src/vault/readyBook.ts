import { bytesToHex } from '@noble/hashes/utils.js';
import { equalBytes, type PartyIndex, type Ready, RequestRejected } from '@quorate/tss-core';

/** Readies a node may have outstanding; the oldest go first. */
export const MAX_READIES = 4096;

/** What a ready was drawn for. All byte fields are 32 bytes. */
export interface ReadyPurpose {
  readonly key: Uint8Array;
  readonly subject: Uint8Array;
  readonly party: PartyIndex;
  readonly policyHash: Uint8Array;
}

interface Remembered extends ReadyPurpose {
  readonly expiresAt: number;
}

/**
 * The r_i this node has given out and not used yet (cryptography.md, rule 2). In memory only: a node that restarts has
 * forgotten them, so nobody can replay it into a session of its former life.
 */
export class ReadyBook {
  readonly #remembered = new Map<string, Remembered>();

  remember(nonce: Uint8Array, purpose: ReadyPurpose, now: number, expiresAt: number): void {
    this.#dropExpired(now);
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size < MAX_READIES) break;
      this.#remembered.delete(oldest);
    }
    this.#remembered.set(bytesToHex(nonce), { ...purpose, expiresAt });
  }

  /**
   * Uses up the r_i of one ready: it is gone whatever comes of the session. Throws RequestRejected('ready-unknown')
   * unless it was drawn here, for exactly this purpose, never used and not expired.
   */
  consume(ready: Ready, purpose: Omit<ReadyPurpose, 'policyHash'>, now: number): void {
    const nonce = bytesToHex(ready.nonce);
    const remembered = this.#remembered.get(nonce);
    this.#remembered.delete(nonce);
    if (remembered === undefined || remembered.expiresAt < now || !fits(remembered, ready, purpose)) {
      throw new RequestRejected(
        'ready-unknown',
        'this node does not know the ready that the session names: it was used, has expired, or the node restarted',
        'ask the node for a new ready and offer a new session',
      );
    }
  }

  clear(): void {
    this.#remembered.clear();
  }

  #dropExpired(now: number): void {
    for (const [nonce, { expiresAt }] of this.#remembered) if (expiresAt < now) this.#remembered.delete(nonce);
  }
}

function fits(remembered: Remembered, ready: Ready, purpose: Omit<ReadyPurpose, 'policyHash'>): boolean {
  return (
    remembered.party === ready.party &&
    remembered.party === purpose.party &&
    equalBytes(remembered.policyHash, ready.policyHash) &&
    equalBytes(remembered.key, purpose.key) &&
    equalBytes(remembered.subject, purpose.subject)
  );
}
