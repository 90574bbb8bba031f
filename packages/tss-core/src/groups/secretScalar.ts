import { wipe } from '../bytes.ts';
import type { Group } from './ciphersuite.ts';

/**
 * A secret scalar at rest. Held as bytes, which can be overwritten; a bigint cannot, so `reveal` is called where the
 * arithmetic is and its result kept nowhere. Private: a copy, a clone or a log of the object carries nothing.
 */
export class SecretScalar {
  readonly #group: Group;
  #encoded: Uint8Array | undefined;

  constructor(group: Group, scalar: bigint) {
    this.#group = group;
    this.#encoded = group.encodeScalar(scalar);
  }

  /** Throws once wiped. */
  reveal(): bigint {
    if (this.#encoded === undefined) throw new Error('this secret was wiped');
    return this.#group.decodeScalar(this.#encoded);
  }

  wipe(): void {
    if (this.#encoded !== undefined) wipe(this.#encoded);
    this.#encoded = undefined;
  }
}
