import { bytesToHex } from '@noble/hashes/utils.js';
import { NonceStock, PeerBatches, RequestRejected } from '@quorate/tss-core';
import type { SetAside } from './setAside.ts';

/** Keys that have nonces in one vault; whoever fills it keeps to fewer. */
export const MAX_STOCKED_KEYS = 256;

/** Nonces given in advance for one epoch of a key: this node's own, and what its peers gave. */
export interface KeyNonces {
  readonly epoch: number;
  readonly stock: NonceStock;
  readonly peers: PeerBatches;
}

/** The nonces given in advance for every key. In memory only: they end with the process, the key or its epoch. */
export class NonceBook {
  readonly #keys = new Map<string, KeyNonces>();

  /** Those of a key, made if there are none. Of another epoch's nothing remains. */
  of(key: Uint8Array, epoch: number): KeyNonces {
    const id = bytesToHex(key);
    const known = this.#keys.get(id);
    if (known?.epoch === epoch) return known;
    this.drop(key);
    if (this.#keys.size >= MAX_STOCKED_KEYS) {
      throw new RequestRejected('too-many-keys', `nonces are stocked for ${MAX_STOCKED_KEYS} keys already`);
    }
    const made: KeyNonces = { epoch, stock: new NonceStock(), peers: new PeerBatches() };
    this.#keys.set(id, made);
    return made;
  }

  find(key: Uint8Array, epoch: number): KeyNonces | undefined {
    const known = this.#keys.get(bytesToHex(key));
    return known?.epoch === epoch ? known : undefined;
  }

  /** Sets nonces of the key aside for one session, for ever. Undefined if there are not as many in one batch. */
  reserve(key: Uint8Array, count: number): SetAside | undefined {
    const nonces = this.#keys.get(bytesToHex(key))?.stock.reserve(count);
    return nonces && { kind: 'nonces', reservation: nonces.reservation, nonces };
  }

  drop(key: Uint8Array): void {
    const id = bytesToHex(key);
    this.#keys.get(id)?.stock.wipe();
    this.#keys.delete(id);
  }

  clear(): void {
    for (const { stock } of this.#keys.values()) stock.wipe();
    this.#keys.clear();
  }
}
