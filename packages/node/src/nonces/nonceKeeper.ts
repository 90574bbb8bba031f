import { bytesToHex } from '@noble/hashes/utils.js';
import type { Host, StockFrame, WantFrame } from '@quorate/network';
import type { ClusterFile } from '@quorate/requests';
import { type Ready, RequestRejected, SCHEMES } from '@quorate/tss-core';
import type { KeyRecord, Store } from '../store/index.ts';
import type { Logger, Metrics } from '../telemetry/index.ts';
import type { Vault } from '../vault/vault.ts';
import { CommitmentsChannel } from './commitmentsChannel.ts';
import { StockedKey } from './stockedKey.ts';
import { StockedKeys } from './stockedKeys.ts';
import { batchSize, type Watermarks } from './watermarks.ts';

export interface NonceKeeperModules {
  readonly cluster: ClusterFile;
  readonly host: Host;
  readonly store: Pick<Store, 'keys'>;
  readonly vault: Pick<Vault, 'fillStock' | 'keepBatch' | 'dropStock'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * Keeps a stock of nonces for every key, and every peer's commitments at hand, so that signing takes one round. The
 * nonces themselves are in the vault; here is only what everybody may know. Nothing waits for it: a session that finds
 * no stock makes its nonces itself, in two rounds.
 */
export class NonceKeeper {
  readonly #modules: NonceKeeperModules;
  readonly #marks: Watermarks;
  readonly #keys = new StockedKeys();
  readonly #channel: CommitmentsChannel | undefined;
  #isFilling = false;
  #stopped = false;

  /** Registers the commitments protocol with the host, which must not be started yet. */
  constructor(modules: NonceKeeperModules, marks: Watermarks) {
    this.#modules = modules;
    this.#marks = marks;
    if (marks.high === 0) return;
    this.#channel = new CommitmentsChannel(modules.host, modules.log, {
      onStock: (from, stock) => this.#keep(from, stock),
      onWant: (from, want) => this.#answer(from, want),
      onLinked: (node) => this.#giveAll(node),
    });
  }

  /** Takes up keys that became active, as long as there is room. Those that are no longer active are let go. */
  keysChanged(): void {
    if (!this.#channel || this.#stopped) return;
    const active = this.#modules.store.keys.listActive();
    const isActive = ({ id, epoch }: StockedKey) =>
      active.some((record) => record.epoch === epoch && bytesToHex(record.key) === bytesToHex(id));
    for (const stocked of this.#keys.all()) if (!isActive(stocked)) this.#drop(stocked);
    for (const record of active) {
      if (this.#keys.find(record.key)) continue;
      const stocked = this.#stockable(record);
      if (stocked && this.#keys.hasRoomFor(stocked)) this.#adopt(stocked);
    }
  }

  /** How many nonces to set aside for a request; 0 where it must be signed in two rounds anyway. */
  toReserve(messages: number): number {
    return messages > this.#marks.high ? 0 : messages;
  }

  /** A ready was drawn for which so many nonces were to be set aside. */
  drawn(key: KeyRecord['key'], wanted: number, { reservation }: Ready): void {
    if (!this.#channel || wanted === 0) return;
    const stocked = this.#used(key);
    if (!stocked) return;
    const got = reservation?.count ?? 0;
    stocked.size -= got;
    this.#modules.metrics.noncesReserved.inc(got);
    this.#review(stocked, got === 0 ? wanted : 0);
  }

  /** A session failed for want of what these nodes gave in advance: they are asked to give it again. */
  missing(key: Uint8Array, nodes: Iterable<string>): void {
    if (this.#keys.find(key)) for (const node of nodes) this.#channel?.send(node, { kind: 'want', value: { key } });
  }

  /** Makes and gives nothing more. */
  stop(): void {
    this.#stopped = true;
  }

  /** The key, as the one used last; taken up in place of others if it had no stock. */
  #used(key: Uint8Array): StockedKey | undefined {
    const stocked = this.#keys.find(key);
    if (stocked) {
      this.#keys.touch(stocked);
      return stocked;
    }
    const record = this.#modules.store.keys.active(key);
    const found = record && this.#stockable(record);
    return found && this.#adopt(found);
  }

  /** Only FROST signs with nonces of this kind. */
  #stockable(record: KeyRecord): StockedKey | undefined {
    const stocked = new StockedKey(record, this.#modules.cluster);
    return SCHEMES.some((scheme) => scheme === stocked.scheme) ? stocked : undefined;
  }

  #adopt(stocked: StockedKey): StockedKey {
    for (const oldest of this.#keys.touch(stocked)) this.#drop(oldest);
    this.missing(stocked.id, stocked.peers.keys());
    this.#review(stocked, 0);
    return stocked;
  }

  #drop(stocked: StockedKey): void {
    this.#keys.remove(stocked);
    const { metrics } = this.#modules;
    metrics.noncesStocked.remove({ key: stocked.name });
    for (const node of stocked.peers.keys()) metrics.peerNonces.remove({ key: stocked.name, node });
    void this.#modules.vault.dropStock({ key: stocked.id }).catch(() => undefined); // a vault that is gone has no stock
  }

  /** @param missed nonces that could not be set aside in one batch */
  #review(stocked: StockedKey, missed: number): void {
    this.#show(stocked);
    if (stocked.isFilling) return;
    stocked.due = batchSize(this.#marks, stocked.size, missed);
    if (!this.#isFilling) void this.#fillAll();
  }

  /** One batch after the other, for the key used last first. */
  async #fillAll(): Promise<void> {
    this.#isFilling = true;
    for (let next = this.#nextDue(); next && !this.#stopped; next = this.#nextDue()) await this.#fill(next);
    this.#isFilling = false;
  }

  #nextDue(): StockedKey | undefined {
    return this.#keys.all().findLast(({ due }) => due > 0);
  }

  async #fill(stocked: StockedKey): Promise<void> {
    const { store, vault, log, metrics } = this.#modules;
    const count = stocked.due;
    stocked.due = 0;
    stocked.isFilling = true;
    try {
      const record = store.keys.active(stocked.id);
      if (record?.epoch !== stocked.epoch) throw new RequestRejected('unknown-key', 'the key is not active any more');
      const { certificate, sealed } = record;
      stocked.filled(await vault.fillStock({ certificate, sealed, count }));
      metrics.noncesMade.inc(count);
      this.#show(stocked);
      for (const node of stocked.peers.keys()) this.#give(node, stocked, stocked.batches.slice(-1));
      stocked.isFilling = false;
      this.#review(stocked, 0);
    } catch (problem) {
      stocked.isFilling = false;
      if (this.#stopped || this.#keys.find(stocked.id) !== stocked) return;
      // Signing goes on in two rounds; the next request tries again.
      log.warn({ key: stocked.name, err: problem }, 'no nonces could be made in advance');
    }
  }

  #give(node: string, { id: key, epoch, live }: StockedKey, batches: readonly Uint8Array[]): void {
    for (const batch of batches) this.#channel?.send(node, { kind: 'stock', value: { key, epoch, live, batch } });
  }

  async #keep(from: string, { key, epoch, live, batch }: StockFrame): Promise<void> {
    const { vault, log, metrics } = this.#modules;
    const stocked = this.#keys.find(key);
    const peer = stocked?.peers.get(from);
    if (!stocked || !peer || stocked.epoch !== epoch || this.#stopped) return;
    const { party: owner, identity } = peer;
    try {
      const given = { key, epoch, scheme: stocked.scheme, owner, identity, live };
      const { size } = await vault.keepBatch({ ...given, ...(batch ? { batch } : {}) });
      metrics.peerNonces.set({ key: stocked.name, node: from }, size);
    } catch (problem) {
      if (this.#stopped) return;
      if (!(problem instanceof RequestRejected)) throw problem;
      metrics.refusedBatches.inc();
      log.warn({ from, key: stocked.name, code: problem.code, reason: problem.message }, 'commitments refused');
    }
  }

  #answer(from: string, { key }: WantFrame): void {
    const stocked = this.#keys.find(key);
    if (!stocked?.peers.has(from) || !stocked.mayAnswer(from, this.#modules.now())) return;
    this.#give(from, stocked, stocked.batches);
  }

  #giveAll(node: string): void {
    for (const stocked of this.#keys.all()) {
      if (stocked.peers.has(node)) this.#give(node, stocked, stocked.batches);
    }
  }

  #show({ name, size }: StockedKey): void {
    this.#modules.metrics.noncesStocked.set({ key: name }, size);
  }
}
