import { RequestRejected } from '@quorate/tss-core';
import { base58 } from '@scure/base';
import { decodeUtf8, printable } from '../printable.ts';
import type { Instruction } from './parseTransaction.ts';

/**
 * Reads one instruction strictly: everything it reads must be there, and `end` checks that nothing is left over.
 * Throws RequestRejected `undecodable-instruction`, which names the program.
 */
export class InstructionReader {
  readonly #instruction: Instruction;
  readonly #label: string;
  readonly #names: (address: string) => string;
  #offset = 0;

  /** `names` writes an address for a person; `label` is the program's name. */
  constructor(instruction: Instruction, label: string, names: (address: string) => string) {
    this.#instruction = instruction;
    this.#label = label;
    this.#names = names;
  }

  u8(): number {
    return this.#view(1).getUint8(0);
  }

  u32(): number {
    return this.#view(4).getUint32(0, true);
  }

  u64(): bigint {
    return this.#view(8).getBigUint64(0, true);
  }

  /** A public key, written for a person. */
  key(): string {
    return this.#names(base58.encode(this.#bytes(32)));
  }

  /** One byte that tells whether a key follows. */
  optionalKey(): string | undefined {
    const tag = this.u8();
    if (tag > 1) throw this.malformed();
    return tag === 1 ? this.key() : undefined;
  }

  /** UTF-8 text after its length as 8 bytes (bincode), made printable and quoted. */
  text(): string {
    const length = this.u64();
    if (length > BigInt(this.#instruction.data.length)) throw this.malformed();
    return this.#utf8(Number(length));
  }

  /** The rest of the data as UTF-8 text, made printable and quoted. */
  restAsText(): string {
    return this.#utf8(this.#instruction.data.length - this.#offset);
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#instruction.data.length;
  }

  /** The address of account `index`, written for a person. */
  account(index: number): string {
    const account = this.#instruction.accounts[index];
    if (account === undefined) throw this.malformed();
    return this.#names(account.address);
  }

  /** All accounts from `index` on, at least one. */
  accountsFrom(index: number): string[] {
    const rest = this.#instruction.accounts.slice(index);
    if (rest.length === 0) throw this.malformed();
    return rest.map((account) => this.#names(account.address));
  }

  /**
   * Checks that all data was read and that there are exactly `count` accounts. With `multisig`, signers may follow: the
   * members who sign for a multisig authority.
   */
  end(count: number, multisig?: 'multisig'): void {
    const extra = this.#instruction.accounts.slice(count);
    const allowed = multisig === undefined ? extra.length === 0 : extra.every((account) => account.signer);
    if (this.isAtEnd && this.#instruction.accounts.length >= count && allowed) return;
    throw this.malformed();
  }

  malformed(): RequestRejected {
    return new RequestRejected(
      'undecodable-instruction',
      `An instruction of the ${this.#label} (${this.#instruction.program}) cannot be decoded, so it is not signed.`,
    );
  }

  unsupported(name: string): RequestRejected {
    return new RequestRejected(
      'unsupported-instruction',
      `The ${this.#label} (${this.#instruction.program}) is asked for ${name}, which Quorate cannot describe and does not sign.`,
    );
  }

  #utf8(length: number): string {
    const text = decodeUtf8(this.#bytes(length));
    if (text === undefined) throw this.malformed();
    return `"${printable(text)}"`;
  }

  #bytes(length: number): Uint8Array {
    const taken = this.#instruction.data.subarray(this.#offset, this.#offset + length);
    if (taken.length !== length) throw this.malformed();
    this.#offset += length;
    return taken;
  }

  #view(length: number): DataView {
    const taken = this.#bytes(length);
    return new DataView(taken.buffer, taken.byteOffset, length);
  }
}
