import { bytesToHex } from '@noble/hashes/utils.js';
import { type Host, MAX_LISTED_STOCKS, type PresignatureLevel, type PresignatureStatus } from '@quorate/network';
import {
  type Assignment,
  equalBytes,
  isEcdsaScheme,
  type Ready,
  type SigningDescriptor,
  signersOf,
} from '@quorate/tss-core';
import type { AllowedRequest } from '../authorization/index.ts';
import { decodeStoredCertificate } from '../authorization/storedCertificate.ts';
import type { Watermarks } from '../nonces/watermarks.ts';
import type { KeyRecord, Store } from '../store/index.ts';
import type { Logger, Metrics } from '../telemetry/index.ts';
import type { Vault } from '../vault/vault.ts';
import { SetAsideCounts } from './setAsideCounts.ts';

export interface StocksModules {
  readonly host: Pick<Host, 'onLink'>;
  readonly store: Pick<Store, 'keys'>;
  readonly vault: Pick<Vault, 'presignatureLevels' | 'passPresignature' | 'dropPresignatures'>;
  readonly log: Logger;
  readonly metrics: Metrics;
}

interface StockNames {
  readonly key: string;
  readonly signers: string;
}

/**
 * The presignatures that this node has in advance, as the network thread knows them: the secrets are in the vault.
 * Nothing waits for them: a session that finds none makes its own, in five rounds.
 */
export class PresignatureStocks {
  readonly #modules: StocksModules;
  readonly #marks: Watermarks;
  readonly #setAside = new SetAsideCounts();
  readonly #names = new Map<string, StockNames>();

  constructor(modules: StocksModules, marks: Watermarks) {
    this.#modules = modules;
    this.#marks = marks;
    if (!this.isOn) return;
    modules.host.onLink((member, state) => {
      if (state === 'down') this.#lost(member);
    });
  }

  /** Whether this node keeps any. */
  get isOn(): boolean {
    return this.#marks.high > 0;
  }

  /** Whether another one is wanted with these signers, who have so many. */
  hasRoom(size: number): boolean {
    return size < this.#marks.high;
  }

  /** How much there is with these signers. */
  async level(key: Uint8Array, assignment: Assignment): Promise<Pick<PresignatureLevel, 'size' | 'next'>> {
    const { levels } = await this.#modules.vault.presignatureLevels({});
    return levels.find((one) => equalBytes(one.key, key) && isSame(one.assignment, assignment)) ?? { size: 0, next: 0 };
  }

  /** Null where there are never any. */
  async status(): Promise<PresignatureStatus | null> {
    if (!this.isOn) return null;
    const { levels } = await this.#modules.vault.presignatureLevels({});
    return { ...this.#marks, stocks: levels.slice(-MAX_LISTED_STOCKS) };
  }

  /** The signers whose next presignature is to be set aside for a request, if any. */
  toReserve({ self, certificate, requestHash, messages }: AllowedRequest, signers: Assignment | null) {
    if (!this.isOn || !signers || !isEcdsaScheme(certificate.statement.structure.scheme)) return undefined;
    if (!signersOf(signers).includes(self)) return undefined;
    return this.#setAside.isExhausted(requestHash, messages.length) ? undefined : signers;
  }

  /** A ready was drawn for which a presignature was to be set aside. */
  drawn({ requestHash }: AllowedRequest, { reservation }: Ready): void {
    if (!reservation) return;
    this.#setAside.add(requestHash);
    this.#modules.metrics.presignaturesReserved.inc();
    this.show();
  }

  /** Signers whose readies show that they have come further than this node are followed: rule 17 asks for one order. */
  follow({ key, readies }: SigningDescriptor, own: Ready): void {
    for (const { reservation } of readies) {
      const isAhead = reservation && !(own.reservation && equalBytes(own.reservation.batch, reservation.batch));
      if (isAhead) this.#change(this.#modules.vault.passPresignature({ key, presignature: reservation.batch }));
    }
  }

  /** Those of keys that are not active any more go. */
  keysChanged(): void {
    this.#names.clear();
    if (this.isOn) this.#change(this.#dropGone());
  }

  /** Brings the metrics up to date. */
  show(): void {
    this.#change(Promise.resolve());
  }

  /** A node that was lost may have restarted, and has no presignatures then: those made with it are of no use. */
  #lost(node: string): void {
    const { store, vault } = this.#modules;
    for (const record of store.keys.listActive()) {
      const { structure } = decodeStoredCertificate(record.certificate).statement;
      const party = structure.parties.find((one) => one.node === node)?.index;
      if (party === undefined || !isEcdsaScheme(structure.scheme)) continue;
      this.#change(vault.dropPresignatures({ key: record.key, party }));
    }
  }

  async #dropGone(): Promise<void> {
    const { vault, store } = this.#modules;
    const { levels } = await vault.presignatureLevels({});
    for (const { key } of levels) if (!store.keys.active(key)) await vault.dropPresignatures({ key });
  }

  /** A vault that is gone has no stock. */
  #change(change: Promise<unknown>): void {
    change
      .then(() => this.#measure())
      .catch((problem: unknown) => {
        this.#modules.log.debug({ err: problem }, 'the stock of presignatures could not be measured');
      });
  }

  async #measure(): Promise<void> {
    const { vault, metrics } = this.#modules;
    const { levels } = await vault.presignatureLevels({});
    metrics.presignaturesStocked.reset();
    for (const level of levels) {
      const names = this.#namesOf(level);
      if (names) metrics.presignaturesStocked.set(names, level.size);
    }
  }

  /** What the metrics call a stock. */
  #namesOf(level: PresignatureLevel): StockNames | undefined {
    const id = `${bytesToHex(level.key)} ${JSON.stringify(level.assignment)}`;
    const known = this.#names.get(id);
    if (known) return known;
    const record = this.#modules.store.keys.active(level.key);
    if (!record) return undefined;
    const names = { key: record.name, signers: signersText(record, level) };
    this.#names.set(id, names);
    return names;
  }
}

function isSame(a: Assignment, b: Assignment): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Their nodes, as operators name them. */
function signersText({ certificate }: KeyRecord, { assignment }: PresignatureLevel): string {
  const { parties } = decodeStoredCertificate(certificate).statement.structure;
  const signers = signersOf(assignment);
  return parties.flatMap(({ index, node }) => (signers.includes(index) ? [node] : [])).join(',');
}
