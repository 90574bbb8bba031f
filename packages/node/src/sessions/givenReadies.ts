import { bytesToHex } from '@noble/hashes/utils.js';
import { type Ready, readyCodec } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import { RecentIds } from './recentIds.ts';

/** As many as a vault remembers. */
const MAX_GIVEN = 4096;

/** The readies that this node gave of late: when one comes back in a session, its signature is this node's own. */
export class GivenReadies {
  readonly #recent = new RecentIds(MAX_GIVEN);

  /** @param subject the request hash that it was given for */
  add(subject: Uint8Array, ready: Ready): void {
    this.#recent.add(nameOf(subject, ready));
  }

  /** Whether it is one of them, to the last byte. */
  has(subject: Uint8Array, ready: Ready): boolean {
    return this.#recent.has(nameOf(subject, ready));
  }
}

function nameOf(subject: Uint8Array, ready: Ready): string {
  return `${bytesToHex(subject)} ${bytesToHex(encodeCbor(readyCodec, ready))}`;
}
