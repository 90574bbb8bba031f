import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { partyIndex } from '@quorate/tss-core';
import { auxSecretsOfNode, FULL_SETTING } from '@quorate/tss-core/testing';

const BINARY = fileURLToPath(new URL('cggmp24/target/release/cggmp24-peer', import.meta.url));

export const CGGMP24 = 'cggmp24 (Rust, GMP)';

/** LFDT-Lockness's CGGMP24 in a process of its own, on our moduli, 3072 bits. */
export interface Cggmp24 {
  /** Both signers' milliseconds for a whole signature. */
  sign(): Promise<number>;
  presign(): Promise<number>;
  end(): void;
}

/** Undefined where nobody built it: `cargo build --release --locked --manifest-path bench/ecdsa/peers/cggmp24/Cargo.toml`. */
export function cggmp24(): Cggmp24 | undefined {
  if (!existsSync(BINARY)) return undefined;
  const peer: ChildProcess = spawn(BINARY, { stdio: ['pipe', 'pipe', 'inherit'] });
  const { stdin, stdout } = peer;
  if (!stdin || !stdout) throw new Error('the peer has no pipes');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const primes = [1, 2].map((index) => primesOf(index).map((prime) => prime.toString(16)));
  stdin.write(`${JSON.stringify(primes)}\n`);
  const ask = async (task: string) => {
    stdin.write(`${task}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the peer has ended');
    return Number(value);
  };
  return { sign: () => ask('sign'), presign: () => ask('presign'), end: () => stdin.end() };
}

/** p, q, p̂, q̂. */
function primesOf(index: number): readonly bigint[] {
  const { paillier, pedersen } = auxSecretsOfNode(partyIndex(index), FULL_SETTING);
  const [own, ring] = [paillier.reveal(), pedersen.reveal()];
  return [own.p, own.q, ring.p, ring.q];
}
