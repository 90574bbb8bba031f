import { createRequire } from 'node:module';
import { x25519 } from '@noble/curves/ed25519.js';
import { random } from './quorate.ts';
import { insist, MESSAGE, type SigningPeer, type SigningWork } from './signingPeer.ts';

// Its ES modules name files without extension, which Node does not find.
const mps: typeof import('@bitgo/wasm-mps/web') = createRequire(import.meta.url)('@bitgo/wasm-mps');

/** Silence Laboratories' multi-party-schnorr (Rust) in WebAssembly: keys of 2 of 3, signed by two. */
export const wasmMps: SigningPeer = {
  name: '@bitgo/wasm-mps',
  supports: (scheme, threshold, size) => scheme === 'frost-ed25519' && threshold === 2 && size === 3,
  prepare: () => new WasmMpsWork(),
};

const PARTIES = [0, 1, 2] as const;
const others = <T>(all: readonly T[], i: number): T[] => all.filter((_, j) => j !== i);

class WasmMpsWork implements SigningWork {
  readonly #shares: readonly Uint8Array[];

  constructor() {
    const [first, , third] = wasmMpsKeygen().shares;
    if (!first || !third) throw new Error('no shares');
    this.#shares = [first, third];
  }

  all(): void {
    const starts = this.#shares.map((share) => mps.ed25519_dsg_round0_process(share, 'm', MESSAGE));
    const first = exchange(starts, mps.ed25519_dsg_round1_process);
    const second = exchange(first, mps.ed25519_dsg_round2_process);
    const signatures = exchange(second, mps.ed25519_dsg_round3_process);
    insist(signatures.every((signature) => signature.length === 64));
  }
}

interface Sent {
  readonly msg: Uint8Array;
  readonly state: Uint8Array;
}

/** Each of the two takes the other's message. */
function exchange<T>(sent: readonly Sent[], step: (message: Uint8Array, state: Uint8Array) => T): readonly T[] {
  return sent.map(({ state }, i) => step(sent[1 - i]?.msg ?? Uint8Array.of(), state));
}

/** A keygen of all three. @returns the milliseconds that the first computed */
export function wasmMpsKeygen(): { readonly shares: readonly Uint8Array[]; readonly milliseconds: number } {
  let milliseconds = 0;
  const timed = <T>(party: number, step: () => T): T => {
    const start = performance.now();
    const value = step();
    if (party === 0) milliseconds += performance.now() - start;
    return value;
  };
  const secrets = PARTIES.map(() => x25519.utils.randomSecretKey());
  const keys = secrets.map((secret) => x25519.getPublicKey(secret));
  const round0 = secrets.map((secret, i) =>
    timed(i, () => mps.ed25519_dkg_round0_process(i, secret, others(keys, i), random(32))),
  );
  const sent0 = round0.map(({ msg }) => msg);
  const round1 = round0.map(({ state }, i) => timed(i, () => mps.ed25519_dkg_round1_process(others(sent0, i), state)));
  const sent1 = round1.map(({ msg }) => msg);
  const done = round1.map(({ state }, i) => timed(i, () => mps.ed25519_dkg_round2_process(others(sent1, i), state)));
  return { shares: done.map(({ share }) => share), milliseconds };
}
