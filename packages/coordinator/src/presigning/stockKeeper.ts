import type { MemberId, PresignatureLevel, PresignatureStatus } from '@quorate/network';
import { type Assignment, equalBytes, isEcdsaScheme } from '@quorate/tss-core';
import type { Suspicion } from '../attempts/suspicion.ts';
import type { AuxGenerations } from '../aux/auxBook.ts';
import type { Keys, KnownKey } from '../interfaces.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Pause } from '../time/pause.ts';
import type { PreferredSigners } from './preferredSigners.ts';
import { type PresigningEnd, type PresigningModules, runPresigning } from './runPresigning.ts';

export interface StockKeeperModules extends PresigningModules {
  readonly keys: Keys;
  readonly aux: AuxGenerations;
  readonly preferred: PreferredSigners;
  readonly recent: Suspicion;
  /** Whether requests are on their way. */
  readonly isBusy: () => boolean;
  readonly now: () => number;
  readonly pause: Pause;
  readonly log: Logger;
}

/** Between two looks at the stocks while nothing is due. */
const LOOK_MS = 2_000;
/** How often it is looked whether requests are still on their way, and how long they are given way to. */
const BUSY_MS = 50;
const YIELD_MS = 2_000;
const STATUS_MS = 1_000;
/** After a failure with a key, doubled with each that follows. Nodes refuse for a while as well. */
const FAILED_MS = 5_000;
const MAX_FAILED_MS = 120_000;

/** A key whose stock is to be filled, and what its signers have. */
interface Due {
  readonly key: KnownKey;
  readonly assignment: Assignment;
  readonly size: number;
  readonly next: number;
}

interface Failures {
  readonly inARow: number;
  readonly until: number;
}

/**
 * Proposes presignings while nobody signs, so that ECDSA keys have some in stock: for each key with the signers that are
 * preferred for it, the emptiest stock first. How many there are to be is for the nodes to say, and what is signed with
 * them is none of its business.
 */
export class StockKeeper {
  readonly #modules: StockKeeperModules;
  readonly #stop = new AbortController();
  /** Ids of keys that were at their low mark, and are not yet at their high one. */
  readonly #filling = new Set<string>();
  readonly #failures = new Map<string, Failures>();
  #running: Promise<void> | undefined;

  constructor(modules: StockKeeperModules) {
    this.#modules = modules;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { pause, log } = this.#modules;
    while (!signal.aborted) {
      try {
        const due = await this.#nextDue();
        if (due) await this.#fill(due);
        else await pause(LOOK_MS, signal);
      } catch (problem) {
        log.error({ err: problem }, 'presignatures could not be seen to');
        await pause(LOOK_MS, signal);
      }
    }
  }

  async #nextDue(): Promise<Due | undefined> {
    const keys = this.#modules.keys.all().filter(({ structure }) => isEcdsaScheme(structure.scheme));
    const dormant = keys.every((key) => this.#isPaused(key));
    if (dormant) return undefined;
    const statuses = await this.#statuses(keys);
    const due = keys.flatMap((key) => (this.#isPaused(key) ? [] : (this.#dueOf(key, statuses) ?? [])));
    return due.sort((a, b) => a.size - b.size)[0];
  }

  #isPaused({ id }: KnownKey): boolean {
    return this.#modules.now() < (this.#failures.get(id)?.until ?? 0);
  }

  /** What every node of these keys says that it has; nothing of those that do not answer. */
  async #statuses(keys: readonly KnownKey[]): Promise<ReadonlyMap<MemberId, PresignatureStatus>> {
    const { nodes } = this.#modules;
    const all = new Set(keys.flatMap(({ structure }) => structure.parties.map(({ node }) => node)));
    const statuses = new Map<MemberId, PresignatureStatus>();
    const ask = async (node: MemberId) => {
      const { presignatures } = await nodes.call(
        node,
        'status',
        {},
        { timeoutMs: STATUS_MS, signal: this.#stop.signal },
      );
      this.#modules.preferred.makes(node, presignatures !== null);
      if (presignatures) statuses.set(node, presignatures);
    };
    const linked = [...all].filter((node) => nodes.isLinked(node));
    await Promise.all(linked.map((node) => ask(node).catch(() => undefined)));
    return statuses;
  }

  #dueOf(key: KnownKey, statuses: ReadonlyMap<MemberId, PresignatureStatus>): Due | undefined {
    const choice = this.#modules.preferred.of(key);
    if (!choice) return undefined;
    const { assignment } = choice;
    const levels = choice.nodes.flatMap((node) => {
      const status = statuses.get(node);
      return status ? [{ ...status, ...levelOf(status, key, assignment) }] : [];
    });
    // Where one of them keeps none, or does not answer, the others make none.
    if (levels.length < choice.nodes.length) return undefined;
    if (levels.some(({ size, low }) => size <= low)) this.#filling.add(key.id);
    if (levels.some(({ size, high }) => size >= high)) this.#filling.delete(key.id);
    if (!this.#filling.has(key.id)) return undefined;
    const size = Math.min(...levels.map((level) => level.size));
    return { key, assignment, size, next: Math.max(...levels.map(({ next }) => next)) };
  }

  async #fill({ key, assignment, next }: Due): Promise<void> {
    const { aux } = this.#modules;
    await this.#giveWay();
    if (this.#stop.signal.aborted) return;
    const generation = (await aux.find(key.structure.parties))?.generation;
    if (!generation) {
      this.#failed(key);
      return;
    }
    const proposal = { key, auxGeneration: generation, assignment, index: next };
    const end = await runPresigning(proposal, this.#modules, this.#stop.signal);
    if (end.kind === 'made') this.#failures.delete(key.id);
    else this.#learn(key, end);
  }

  /** Requests go first, but a stream of them does not keep the stock empty for ever. */
  async #giveWay(): Promise<void> {
    const { isBusy, pause } = this.#modules;
    for (let waited = 0; isBusy() && waited < YIELD_MS; waited += BUSY_MS) await pause(BUSY_MS, this.#stop.signal);
  }

  #learn(key: KnownKey, end: Exclude<PresigningEnd, { kind: 'made' }>): void {
    if (this.#stop.signal.aborted) return;
    const { log, recent, preferred, aux } = this.#modules;
    this.#failed(key);
    if (end.kind === 'denied') {
      aux.forget(key.structure.parties); // perhaps they have another one by now
      log.debug({ key: key.name, node: end.node, reason: end.reason }, 'no presignature was made');
      return;
    }
    const { stall, failed, culprits, reason } = end.outcome;
    if (stall) recent.stalled(stall.reporter, stall.missing);
    for (const node of failed) recent.failed(node);
    for (const node of culprits) preferred.convict(node);
    const evidenceAt = end.evidenceAt === undefined ? {} : { evidenceAt: end.evidenceAt };
    log.warn({ key: key.name, session: end.session, reason, culprits, ...evidenceAt }, 'a presigning failed');
  }

  #failed({ id }: KnownKey): void {
    const inARow = (this.#failures.get(id)?.inARow ?? 0) + 1;
    const waitMs = Math.min(MAX_FAILED_MS, FAILED_MS * 2 ** (inARow - 1));
    this.#failures.set(id, { inARow, until: this.#modules.now() + waitMs });
  }
}

function levelOf(
  { stocks }: PresignatureStatus,
  { certificate }: KnownKey,
  assignment: Assignment,
): Pick<PresignatureLevel, 'size' | 'next'> {
  const { key } = certificate.statement;
  const wanted = JSON.stringify(assignment);
  const found = stocks.find((one) => equalBytes(one.key, key) && JSON.stringify(one.assignment) === wanted);
  return found ?? { size: 0, next: 0 };
}
