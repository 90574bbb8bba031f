import { concatBytes } from '@noble/hashes/utils.js';
import { taggedHash } from '../../wire/hash.ts';

/** The bytes H(seed, 0) ‖ H(seed, 1) ‖ …, counters of 4 bytes, from which one proof's challenges are read in order. */
export class ChallengeStream {
  readonly #seed: Uint8Array;
  #block = 0;
  #unread: Uint8Array = new Uint8Array(0);

  constructor(seed: Uint8Array) {
    this.#seed = seed;
  }

  read(length: number): Uint8Array {
    while (this.#unread.length < length) this.#unread = concatBytes(this.#unread, this.#next());
    const read = this.#unread.slice(0, length);
    this.#unread = this.#unread.slice(length);
    return read;
  }

  #next(): Uint8Array {
    const counter = new Uint8Array(4);
    new DataView(counter.buffer).setUint32(0, this.#block++);
    return taggedHash('quorate/ecdsa/challenge/1', this.#seed, counter);
  }
}
