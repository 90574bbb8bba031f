import { concatBytes } from '@noble/hashes/utils.js';
import { type Random, wipe } from '../bytes.ts';
import type { Ciphersuite } from '../groups/ciphersuite.ts';
import { SecretScalar } from '../groups/secretScalar.ts';
import type { NonceCommitment } from './commitments.ts';

/** The two secret nonces of one signature: d hides the share, e binds it to what is signed. */
export interface Nonces {
  readonly hiding: bigint;
  readonly binding: bigint;
}

/**
 * A nonce pair that signs once. Two signatures with one pair reveal the share, so `take` forgets it as it hands it out
 * and there is no way to write it down: its secrets are private, and clones and copies of the object are empty.
 */
export class NoncePair {
  readonly commitment: NonceCommitment;
  readonly #hiding: SecretScalar;
  readonly #binding: SecretScalar;

  constructor(suite: Ciphersuite, { hiding, binding }: Nonces) {
    const { group } = suite;
    this.commitment = { hiding: group.generator.multiply(hiding), binding: group.generator.multiply(binding) };
    this.#hiding = new SecretScalar(group, hiding);
    this.#binding = new SecretScalar(group, binding);
  }

  /** Throws if the pair was taken or wiped before. */
  take(): Nonces {
    try {
      return { hiding: this.#hiding.reveal(), binding: this.#binding.reveal() };
    } finally {
      this.wipe();
    }
  }

  wipe(): void {
    this.#hiding.wipe();
    this.#binding.wipe();
  }
}

/** RFC 9591 §5.1 commit. Each nonce is drawn by itself: multiples of one secret would reveal it (attack 3). */
export function generateNonces(suite: Ciphersuite, secret: bigint, random: Random): NoncePair {
  const hiding = nonceGenerate(suite, secret, random);
  const binding = nonceGenerate(suite, secret, random);
  return new NoncePair(suite, { hiding, binding });
}

/** RFC 9591 §4.1 nonce_generate: H3(32 random bytes ‖ secret), so a weak random source alone does not repeat a nonce. */
function nonceGenerate(suite: Ciphersuite, secret: bigint, random: Random): bigint {
  const drawn = random(32);
  if (drawn.length !== 32) throw new RangeError(`asked for 32 random bytes, got ${drawn.length}`);
  const encoded = suite.group.encodeScalar(secret);
  const input = concatBytes(drawn, encoded);
  const nonce = suite.H3(input);
  wipe(drawn, encoded, input);
  return nonce;
}
