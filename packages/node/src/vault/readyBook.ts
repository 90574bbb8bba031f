import { bytesToHex } from '@noble/hashes/utils.js';
import { equalBytes, type PartyIndex, type Ready, RequestRejected, sameReservation } from '@quorate/tss-core';
import { type SetAside, wipeSetAside } from './setAside.ts';

/** Readies a node may have outstanding; the oldest go first. */
export const MAX_READIES = 4096;
/** Nonces and presignatures set aside under outstanding readies, at most; those of the oldest go first, and their readies with them. */
export const MAX_RESERVED_PAIRS = 4096;

/** What a ready was drawn for. All byte fields are 32 bytes. */
export interface ReadyPurpose {
  readonly key: Uint8Array;
  readonly subject: Uint8Array;
  readonly party: PartyIndex;
  readonly policyHash: Uint8Array;
}

/** A ready of this node in a session, and what it must have been drawn for. */
export interface OwnReady {
  readonly ready: Ready;
  readonly purpose: Omit<ReadyPurpose, 'policyHash'>;
}

/** Where readies are used up. */
export type Readies = Pick<ReadyBook, 'consume'>;

interface Remembered extends ReadyPurpose {
  readonly expiresAt: number;
  readonly setAside: SetAside | undefined;
}

/**
 * The r_i this node has given out and not used yet (cryptography.md, rule 2). In memory only: a node that restarts has
 * forgotten them, so nobody can replay it into a session of its former life. What was set aside under a ready, nonces or a
 * presignature, lives and dies with it.
 */
export class ReadyBook {
  readonly #remembered = new Map<string, Remembered>();
  #reservedPairs = 0;

  remember(nonce: Uint8Array, purpose: ReadyPurpose, now: number, expiresAt: number, setAside?: SetAside): void {
    this.#dropExpired(now);
    this.#remembered.set(bytesToHex(nonce), { ...purpose, expiresAt, setAside });
    this.#reservedPairs += setAside?.reservation.count ?? 0;
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= MAX_READIES && this.#reservedPairs <= MAX_RESERVED_PAIRS) break;
      this.#drop(oldest);
    }
  }

  /**
   * Uses up the r_i of one ready: it is gone whatever comes of the session. Throws RequestRejected('ready-unknown')
   * unless it was drawn here, for exactly this purpose, never used and not expired.
   * @returns what was set aside with it, which is the caller's now
   */
  consume(ready: Ready, purpose: Omit<ReadyPurpose, 'policyHash'>, now: number): SetAside | undefined {
    const remembered = this.#forget(bytesToHex(ready.nonce));
    if (remembered === undefined || remembered.expiresAt < now || !fits(remembered, ready, purpose)) {
      wipeSetAside(remembered?.setAside);
      throw new RequestRejected(
        'ready-unknown',
        'this node does not know the ready that the session names: it was used, has expired, or the node restarted',
        'ask the node for a new ready and offer a new session',
      );
    }
    return remembered.setAside;
  }

  clear(): void {
    for (const nonce of [...this.#remembered.keys()]) this.#drop(nonce);
  }

  #dropExpired(now: number): void {
    for (const [nonce, { expiresAt }] of this.#remembered) if (expiresAt < now) this.#drop(nonce);
  }

  #drop(nonce: string): void {
    wipeSetAside(this.#forget(nonce)?.setAside);
  }

  #forget(nonce: string): Remembered | undefined {
    const remembered = this.#remembered.get(nonce);
    this.#remembered.delete(nonce);
    this.#reservedPairs -= remembered?.setAside?.reservation.count ?? 0;
    return remembered;
  }
}

function fits(remembered: Remembered, ready: Ready, purpose: Omit<ReadyPurpose, 'policyHash'>): boolean {
  return (
    remembered.party === ready.party &&
    remembered.party === purpose.party &&
    equalBytes(remembered.policyHash, ready.policyHash) &&
    equalBytes(remembered.key, purpose.key) &&
    equalBytes(remembered.subject, purpose.subject) &&
    hasSetAside(remembered.setAside, ready)
  );
}

function hasSetAside(setAside: SetAside | undefined, { reservation }: Ready): boolean {
  if (!setAside || !reservation) return !setAside && !reservation;
  return sameReservation(setAside.reservation, reservation);
}
