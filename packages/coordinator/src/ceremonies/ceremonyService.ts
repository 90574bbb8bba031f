import {
  type CeremonyView,
  decodeSignedOrder,
  fromHex,
  keyIdOf,
  orderHash,
  type SignedOrder,
  toBase64,
  toHex,
  verifyOrder,
} from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { Ceremonies, KnownKey, Submitted } from '../interfaces.ts';
import type { CeremonyTable } from '../store/ceremonyTable.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { CeremonyFailed } from './ceremonyFailed.ts';
import { LiveCeremony } from './liveCeremony.ts';
import { type CeremonyModules, runCeremony } from './runCeremony.ts';

export interface CeremonyServiceModules extends CeremonyModules {
  readonly table: CeremonyTable;
  readonly now: () => number;
  readonly metrics: Pick<Metrics, 'ceremoniesEnded'>;
}

/** Takes orders of admins and runs their ceremonies; it can order nothing by itself (attack 40b). */
export class CeremonyService implements Ceremonies {
  readonly #modules: CeremonyServiceModules;
  readonly #live = new Map<string, LiveCeremony>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;
  #unsubscribe: () => void = () => undefined;

  constructor(modules: CeremonyServiceModules) {
    this.#modules = modules;
  }

  submit(encoded: Uint8Array): Submitted<CeremonyView> {
    const signed = decodeSignedOrder(encoded);
    const hash = orderHash(signed.order);
    const known = this.#modules.table.find(hash);
    if (known) return { view: this.#shown(known.view), isNew: false };
    verifyOrder(signed, this.#modules.cluster, this.#modules.now());
    this.#checkName(signed);
    const view = firstView(signed);
    this.#modules.table.insert({ view, order: encoded }, signed.order.expiresAt);
    this.#modules.log.info({ order: view.order, key: view.name }, 'key ceremony accepted');
    this.#follow(signed, encoded, view);
    return { view: this.#shown(view), isNew: true };
  }

  async find(hash: string, waitMs: number): Promise<CeremonyView> {
    const record = this.#modules.table.find(fromHex(hash));
    if (!record) throw new RequestRejected('unknown-ceremony', `there is no ceremony of order ${hash}`);
    const live = this.#live.get(hash);
    if (live && waitMs > 0) await live.wait(waitMs);
    return this.#shown(live?.view ?? record.view);
  }

  resume(): void {
    const { table, keys } = this.#modules;
    for (const { view, order } of table.running()) this.#follow(decodeSignedOrder(order), order, view);
    for (const key of keys.all()) this.#revive(key);
    this.#unsubscribe = keys.onLearnt((key) => this.#revive(key));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    for (const live of this.#live.values()) live.stop();
    await Promise.all(this.#running);
  }

  #checkName({ order }: SignedOrder): void {
    if (this.#stopped)
      throw new RequestRejected('stopping', 'the coordinator is stopping', 'send it again in a moment');
    const taken =
      this.#modules.keys.byName(order.name) ?? [...this.#live.values()].find(({ view }) => view.name === order.name);
    if (!taken) return;
    throw new RequestRejected('name-taken', `a key named ${order.name} exists or is being made`, 'choose another name');
  }

  #follow(signed: SignedOrder, encoded: Uint8Array, view: CeremonyView): void {
    const live = new LiveCeremony(view, (changed) => this.#modules.table.update(changed, this.#modules.now()));
    this.#live.set(view.order, live);
    const running = this.#run(signed, encoded, live)
      .catch((problem: unknown) => this.#fail(live, problem))
      .finally(() => this.#end(live))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** A node's certificate may arrive while the ceremony is already failing by what another node said. */
  async #run(signed: SignedOrder, encoded: Uint8Array, live: LiveCeremony): Promise<void> {
    const run = () => runCeremony(signed, encoded, live, this.#modules);
    await run().catch((problem: unknown) => {
      if (!this.#modules.keys.get(live.view.key)) throw problem;
      return run();
    });
  }

  /** A certified key is a key: its ceremony was declared failed too early, say as nodes vanished when it was done. */
  #revive({ order, encoded }: KnownKey): void {
    const hash = orderHash(order.order);
    const view = this.#modules.table.find(hash)?.view;
    if (this.#stopped || view?.state !== 'failed') return;
    const { reason: _, ...kept } = view;
    this.#modules.log.info({ order: view.order, key: view.name }, 'the key of a failed ceremony exists');
    this.#follow(order, encoded.order, { ...kept, state: 'running', phase: 'storing', missing: [] });
  }

  /** A ceremony that this process interrupts by stopping is taken up again by the next one. */
  #fail(live: LiveCeremony, problem: unknown): void {
    if (live.signal.aborted) return;
    const { log } = this.#modules;
    if (!(problem instanceof CeremonyFailed))
      log.error({ order: live.view.order, err: problem }, 'a ceremony met an error of ours');
    const failure =
      problem instanceof CeremonyFailed
        ? problem
        : new CeremonyFailed('the coordinator met an error of its own; its log says more', { missing: [] });
    const { missing, culprits, evidence } = failure;
    const about = { missing: [...missing], culprits: [...culprits], ...(evidence === undefined ? {} : { evidence }) };
    live.change({ state: 'failed', reason: failure.message.slice(0, 2000), ...about });
  }

  #end(live: LiveCeremony): void {
    const { order, name, state, reason, missing, culprits } = live.view;
    if (this.#live.get(order) === live) this.#live.delete(order);
    live.settle();
    if (state === 'running') return;
    this.#modules.metrics.ceremoniesEnded.inc({ state });
    this.#modules.log.info({ order, key: name, state, reason, missing, culprits }, 'key ceremony ended');
  }

  /** With the certificate and the proofs of storage, as far as they exist. */
  #shown(view: CeremonyView): CeremonyView {
    const current = this.#live.get(view.order)?.view ?? view;
    const key = this.#modules.keys.get(current.key);
    if (!key) return current;
    const acknowledgements = [...key.acknowledgements.values()].map(toBase64);
    return { ...current, certificate: toBase64(key.encoded.certificate), acknowledgements };
  }
}

function firstView({ order }: SignedOrder): CeremonyView {
  return {
    order: toHex(orderHash(order)),
    name: order.name,
    key: toHex(keyIdOf(order)),
    state: 'running',
    phase: 'gathering',
    acknowledged: [],
    missing: [],
    culprits: [],
  };
}
