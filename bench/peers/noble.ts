import type { FROST, FrostPublic, FrostSecret, GenNonce, NonceCommitments } from '@noble/curves/abstract/frost.js';
import { ed448_FROST } from '@noble/curves/ed448.js';
import { ed25519_FROST, ristretto255_FROST } from '@noble/curves/ed25519.js';
import { p256_FROST } from '@noble/curves/nist.js';
import { schnorr_FROST, secp256k1_FROST } from '@noble/curves/secp256k1.js';
import type { SchemeId } from '@quorate/tss-core';
import { insist, looking, MESSAGE, type SigningPeer, type SigningWork, usingUp } from './signingPeer.ts';

const SUITES: { readonly [id in SchemeId]?: FROST } = {
  'frost-ed25519': ed25519_FROST,
  'frost-ed448': ed448_FROST,
  'frost-p256': p256_FROST,
  'frost-ristretto255': ristretto255_FROST,
  'frost-secp256k1': secp256k1_FROST,
  'frost-secp256k1-tr': schnorr_FROST,
};

export function nobleFrost(scheme: SchemeId): FROST {
  const suite = SUITES[scheme];
  if (!suite) throw new Error(`noble has no FROST for ${scheme}`);
  return suite;
}

export const noble: SigningPeer = {
  name: '@noble/curves',
  supports: (scheme) => SUITES[scheme] !== undefined,
  prepare: (scheme, threshold, size) => new NobleWork(nobleFrost(scheme), threshold, size),
};

type Nonces = ReturnType<FROST['commit']>;

class NobleWork implements SigningWork {
  readonly #frost: FROST;
  readonly #public: FrostPublic;
  readonly #secrets: readonly FrostSecret[];
  readonly sign = usingUp(
    () => this.#committed(),
    (made) => void this.#share(0, made),
  );
  readonly verifyShare = looking(
    () => this.#shared(),
    ({ list, shares }) => {
      const [[id = '', share = Uint8Array.of()] = []] = Object.entries(shares);
      insist(this.#frost.verifyShare(this.#public, list, MESSAGE, id, share));
    },
  );
  readonly aggregate = looking(
    () => this.#shared(),
    ({ list, shares }) => void this.#frost.aggregate(this.#public, list, MESSAGE, shares),
  );

  constructor(frost: FROST, threshold: number, size: number) {
    this.#frost = frost;
    const dealt = frost.trustedDealer({ min: threshold, max: size });
    this.#public = dealt.public;
    this.#secrets = Object.values(dealt.secretShares).slice(0, threshold);
  }

  commit(): void {
    const [secret] = this.#secrets;
    if (secret) this.#frost.commit(secret);
  }

  oneAggregates(): void {
    const { list, shares } = this.#shared();
    this.#frost.aggregate(this.#public, list, MESSAGE, shares);
  }

  all(): void {
    const { list, shares } = this.#shared();
    for (const _ of this.#secrets) this.#frost.aggregate(this.#public, list, MESSAGE, shares);
  }

  #committed() {
    const nonces: readonly Nonces[] = this.#secrets.map((secret) => this.#frost.commit(secret));
    const list: NonceCommitments[] = nonces.map(({ commitments }) => commitments);
    return { nonces, list };
  }

  #share(i: number, { nonces, list }: { nonces: readonly GenNonce[]; list: NonceCommitments[] }): Uint8Array {
    const [secret, made] = [this.#secrets[i], nonces[i]];
    if (!secret || !made) throw new Error('no signer');
    return this.#frost.signShare(secret, this.#public, made.nonces, list, MESSAGE);
  }

  #shared() {
    const committed = this.#committed();
    const entries = this.#secrets.map(({ identifier }, i) => [identifier, this.#share(i, committed)] as const);
    return { list: committed.list, shares: Object.fromEntries(entries) };
  }
}
