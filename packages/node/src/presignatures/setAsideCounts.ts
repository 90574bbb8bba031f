import { bytesToHex } from '@noble/hashes/utils.js';
import { RecentMap } from '@quorate/tss-core';

/** Requests that are remembered; an older one may set aside anew, which takes as many newer ones. */
const MAX_REQUESTS = 4096;
/** A coordinator asks once for each message, and another one, or its successor, once more. */
const PER_MESSAGE = 2;

/** How many presignatures were set aside for each request: a coordinator that asks again and again empties no stock. */
export class SetAsideCounts {
  readonly #counts = new RecentMap<string, number>(MAX_REQUESTS);

  isExhausted(requestHash: Uint8Array, messages: number): boolean {
    return (this.#counts.get(bytesToHex(requestHash)) ?? 0) >= PER_MESSAGE * messages;
  }

  add(requestHash: Uint8Array): void {
    const id = bytesToHex(requestHash);
    this.#counts.put(id, (this.#counts.get(id) ?? 0) + 1);
  }
}
