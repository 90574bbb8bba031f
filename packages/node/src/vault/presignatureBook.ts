import { bytesToHex } from '@noble/hashes/utils.js';
import { type Assignment, equalBytes, type PartyIndex, signersOf } from '@quorate/tss-core';
import { type Presignature, PresignatureStock, presignatureReservation } from '@quorate/tss-core/ecdsa';
import type { SetAside } from './setAside.ts';

/** Presignatures of all keys together; beyond, the stock that was used longest ago goes. */
export const MAX_PRESIGNATURES = 1024;

/** How much one set of signers has in advance, as this node sees it. */
export interface StockLevel {
  readonly key: Uint8Array;
  readonly assignment: Assignment;
  /** Unused presignatures. */
  readonly size: number;
  /** The lowest index that the next one may have. */
  readonly next: number;
}

/** Whose presignatures are in one stock. */
interface SignerSet {
  readonly key: Uint8Array;
  readonly epoch: number;
  readonly auxGeneration: Uint8Array;
  readonly assignment: Assignment;
}

interface SetStock extends SignerSet {
  readonly stock: PresignatureStock;
}

/**
 * This node's side of the presignatures of every key and set of signers. In memory only: they end with the process, the
 * key, its epoch or the aux generation.
 */
export class PresignatureBook {
  /** By key and signers; the one used last at the end. */
  readonly #stocks = new Map<string, SetStock>();

  /** Keeps a new one, and owns it from now on; out of order it is wiped. Of another epoch or generation nothing remains. */
  add(index: number, presignature: Presignature): void {
    const { statement } = presignature.certificate;
    this.#stockOf(statement).add(index, presignature);
    for (const [id, { stock }] of this.#stocks) {
      if (this.#total() <= MAX_PRESIGNATURES) break;
      stock.wipe();
      this.#stocks.delete(id);
    }
  }

  /** Sets the next one of these signers aside for one session, for ever. Undefined if there is none. */
  reserve(key: Uint8Array, assignment: Assignment): SetAside | undefined {
    const id = nameOf(key, assignment);
    const found = this.#stocks.get(id);
    if (!found) return undefined;
    this.#stocks.delete(id);
    this.#stocks.set(id, found);
    const presignature = found.stock.take();
    if (!presignature) return undefined;
    return { kind: 'presignature', reservation: presignatureReservation(presignature.id), presignature };
  }

  /** Another signer has come to this presignature of the key: those before it, and it, are wiped. */
  dropThrough(key: Uint8Array, id: Uint8Array): void {
    for (const { stock } of this.#of(key)) stock.dropThrough(id);
  }

  /** The key is gone. */
  drop(key: Uint8Array): void {
    for (const { stock, assignment } of this.#of(key)) {
      stock.wipe();
      this.#stocks.delete(nameOf(key, assignment));
    }
  }

  /** A signer may have lost its side: what is of no use without it is wiped. */
  dropWith(key: Uint8Array, party: PartyIndex): void {
    for (const { stock, assignment } of this.#of(key)) if (signersOf(assignment).includes(party)) stock.wipe();
  }

  levels(): readonly StockLevel[] {
    return [...this.#stocks.values()].map(({ key, assignment, stock }) => ({
      ...{ key, assignment },
      ...{ size: stock.size, next: stock.next },
    }));
  }

  clear(): void {
    for (const { stock } of this.#stocks.values()) stock.wipe();
    this.#stocks.clear();
  }

  #of(key: Uint8Array): readonly SetStock[] {
    return [...this.#stocks.values()].filter((set) => equalBytes(set.key, key));
  }

  #stockOf({ key, epoch, auxGeneration, assignment }: SignerSet): PresignatureStock {
    const id = nameOf(key, assignment);
    const known = this.#stocks.get(id);
    if (known?.epoch === epoch && equalBytes(known.auxGeneration, auxGeneration)) return known.stock;
    known?.stock.wipe();
    const stock = new PresignatureStock();
    this.#stocks.set(id, { key, epoch, auxGeneration, assignment, stock });
    return stock;
  }

  #total(): number {
    return [...this.#stocks.values()].reduce((sum, { stock }) => sum + stock.size, 0);
  }
}

function nameOf(key: Uint8Array, assignment: Assignment): string {
  return `${bytesToHex(key)} ${assignment.map((signers) => signers.join(',')).join(' ')}`;
}
