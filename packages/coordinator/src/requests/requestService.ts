import {
  type Caller,
  decodeSignedRequest,
  type RequestView,
  requestHash,
  type SignedRequest,
  toHex,
} from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { AttemptEngine, Fulfilment, Requests, SigningJob, Submitted } from '../interfaces.ts';
import type { CancelTable } from '../store/cancelTable.ts';
import type { RequestRecord, RequestTable } from '../store/requestTable.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type AdmissionModules, admit, checkCaller, pendingView } from './admission.ts';
import type { CancelCourier } from './cancelCourier.ts';
import { checkCancel } from './checkCancel.ts';
import { endedView } from './endedView.ts';
import { LiveRequest } from './liveRequest.ts';
import { prepareJob } from './prepareJob.ts';
import { listed, shown } from './shownView.ts';

export interface RequestModules extends AdmissionModules {
  readonly table: RequestTable;
  readonly cancels: Pick<CancelTable, 'has'>;
  readonly courier: Pick<CancelCourier, 'send'>;
  readonly engine: AttemptEngine;
  /** Requests of one desk that may be pending at the same time. */
  readonly pendingPerDesk: number;
  /** And how large they may be together: they stay in memory, and come back into it after a restart. */
  readonly pendingBytesPerDesk: number;
  /** How large all its requests in the ledger may be together, ended ones too: these stay there for weeks. */
  readonly storedBytesPerDesk: number;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'requestsAccepted' | 'requestsEnded' | 'requestSeconds' | 'requestsPending'>;
}

/** Accepts requests, remembers them, and follows each until it ends. */
export class RequestService implements Requests {
  readonly #modules: RequestModules;
  readonly #live = new Map<string, LiveRequest>();
  #stopped = false;

  constructor(modules: RequestModules) {
    this.#modules = modules;
  }

  submit(caller: Caller, encoded: Uint8Array): Submitted<RequestView> {
    const signed = decodeSignedRequest(encoded);
    const { desk, id } = signed.request;
    checkCaller(caller, desk);
    const known = this.#modules.table.find(desk, id);
    if (known) return { view: this.#repeated(known, signed), isNew: false };
    const key = admit(signed, this.#modules);
    const job = prepareJob(signed, encoded, key);
    this.#checkRoom(desk, encoded.length);
    const record = { view: pendingView(signed, key), signed: encoded, receivedAt: this.#modules.now() };
    this.#modules.table.insert(record);
    this.#modules.metrics.requestsAccepted.inc();
    this.#modules.log.info({ ...named(record.view), desk, key: key.name }, 'request accepted');
    this.#follow(record, job);
    return { view: shown(this.#current(record.view), record), isNew: true };
  }

  stored(): Promise<void> {
    return this.#modules.table.onDisk();
  }

  async find(caller: Caller, id: string, waitMs: number): Promise<RequestView> {
    const record = this.#lookUp(caller, id);
    const live = this.#live.get(liveKey(record.view));
    return live ? this.#followed(live, waitMs) : shown(record.view, record);
  }

  list(caller: Caller, limit: number): readonly RequestView[] {
    const views = this.#modules.table.list(caller.kind === 'desk' ? caller.id : undefined, limit);
    return views.map((view) => listed(this.#current(view)));
  }

  async cancel(caller: Caller, id: string, encoded: Uint8Array): Promise<RequestView> {
    const record = this.#lookUp(caller, id);
    checkCancel(encoded, record.view, this.#modules.cluster);
    const live = this.#live.get(liveKey(record.view));
    if (live) await this.#cancelLive(live, encoded);
    const view = live?.view ?? record.view;
    if (view.state === 'signed') {
      throw new RequestRejected('already-signed', `request ${id} is signed already and cannot be taken back`);
    }
    return shown(view, record);
  }

  resume(): void {
    const { table, cancels } = this.#modules;
    for (const record of table.pending()) {
      if (cancels.has(record.view)) this.#endCancelled(record);
      else this.#resumeOne(record);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const ending = [...this.#live.values()];
    for (const live of ending) live.interrupt('stopping');
    await Promise.all(ending.map((live) => live.settled()));
  }

  /** By itself, since a thousand calls may wait for one request: none of them keeps a copy of it. */
  async #followed(live: LiveRequest, waitMs: number): Promise<RequestView> {
    if (waitMs > 0) await live.wait(waitMs);
    return shown(live.view, live.record);
  }

  /** The same content gives the same answer, however often it is sent; other content is a mistake of the desk. */
  #repeated(known: RequestRecord, { request }: SignedRequest): RequestView {
    if (known.view.hash === toHex(requestHash(request))) return shown(this.#current(known.view), known);
    throw new RequestRejected(
      'id-conflict',
      `desk ${request.desk} has already sent another request with id ${request.id}`,
      'use a new id for new content',
    );
  }

  #checkRoom(desk: string, bytes: number): void {
    if (this.#stopped)
      throw new RequestRejected('stopping', 'the coordinator is stopping', 'send it again in a moment');
    const pending = [...this.#live.values()].filter(({ view }) => view.desk === desk);
    const held = pending.reduce((total, { record }) => total + record.signed.length, 0);
    const { pendingPerDesk, pendingBytesPerDesk } = this.#modules;
    if (pending.length >= pendingPerDesk || held + bytes > pendingBytesPerDesk) {
      throw new RequestRejected(
        'too-many-pending',
        `desk ${desk} has ${pending.length} pending requests of ${held} bytes together, and no more are accepted`,
        'wait for some to end, or cancel them',
      );
    }
    this.#checkLedger(desk, bytes);
  }

  /** A desk must not fill the disk, by which all others would be refused. */
  #checkLedger(desk: string, bytes: number): void {
    const { table, storedBytesPerDesk } = this.#modules;
    const stored = table.storedBytes.get(desk) ?? 0;
    if (stored + bytes <= storedBytesPerDesk) return;
    throw new RequestRejected(
      'too-much-stored',
      `the ledger remembers requests of desk ${desk} of ${stored} bytes together, and takes no more of it`,
      'wait until some are forgotten; the operator may raise limits.storedMiBPerDesk, or lower retentionDays',
    );
  }

  /** A desk finds its own requests, an admin anybody's. */
  #lookUp(caller: Caller, id: string): RequestRecord {
    const { table } = this.#modules;
    const live = caller.kind === 'desk' ? this.#live.get(liveKey({ desk: caller.id, id })) : undefined;
    const record = live?.record ?? (caller.kind === 'desk' ? table.find(caller.id, id) : table.findOfAnyDesk(id));
    if (record) return record;
    throw new RequestRejected('unknown-request', `${caller.kind} ${caller.id} has no request ${id}`);
  }

  #current(stored: RequestView): RequestView {
    return this.#live.get(liveKey(stored))?.view ?? stored;
  }

  /** The nodes first: whatever they sign before they hear of it is still accepted. */
  async #cancelLive(live: LiveRequest, encoded: Uint8Array): Promise<void> {
    const { keys, courier } = this.#modules;
    const { desk, id, key } = live.view;
    live.cancelling = true;
    const parties = keys.get(key)?.structure.parties ?? [];
    await courier.send(
      { desk, id, cancel: encoded },
      parties.map(({ node }) => node),
    );
    live.interrupt('cancelled');
    await live.settled();
  }

  #resumeOne(record: RequestRecord): void {
    try {
      const key = this.#modules.keys.get(record.view.key);
      if (!key) throw new RequestRejected('unknown-key', `key ${record.view.keyName} is not known any more`);
      this.#follow(record, prepareJob(decodeSignedRequest(record.signed), record.signed, key));
      this.#modules.log.info(named(record.view), 'request taken up again');
    } catch (problem) {
      this.#modules.log.error({ ...named(record.view), err: problem }, 'a pending request cannot be taken up again');
      const reason = problem instanceof RequestRejected ? problem.message : 'it cannot be taken up after a restart';
      this.#end(this.#track(record), { kind: 'failed', reason });
    }
  }

  /** Its desk took it back, and the process ended before that was done. */
  #endCancelled(record: RequestRecord): void {
    const live = this.#track(record);
    live.cancelling = true;
    this.#end(live, { kind: 'interrupted' });
  }

  #track(record: RequestRecord): LiveRequest {
    const live = new LiveRequest(record, (view) => this.#remember(view));
    this.#live.set(liveKey(record.view), live);
    this.#modules.metrics.requestsPending.set(this.#live.size);
    return live;
  }

  /** Starts the request on its way; it ends by itself. */
  #follow(record: RequestRecord, job: Omit<SigningJob, 'signal' | 'earlier'>): void {
    const live = this.#track(record);
    const { engine, log, now } = this.#modules;
    const expiry = setTimeout(() => live.interrupt('expired'), Math.max(0, record.view.expiresAt * 1000 - now()));
    engine
      .fulfil({ ...job, earlier: record.view.attempts, signal: live.signal }, live)
      .catch((problem: unknown): Fulfilment => {
        log.error({ ...named(record.view), err: problem }, 'a request met an error of ours');
        return { kind: 'failed', reason: 'the coordinator met an error of its own; its log says more' };
      })
      .then((end) => {
        clearTimeout(expiry);
        this.#end(live, end);
      });
  }

  #end(live: LiveRequest, end: Fulfilment): void {
    const { metrics, log, now } = this.#modules;
    const view = endedView(live, end, now());
    this.#live.delete(liveKey(live.view));
    metrics.requestsPending.set(this.#live.size);
    if (view) {
      this.#remember(view);
      const { state, elapsedMs = 0, reason } = view;
      metrics.requestsEnded.inc({ state });
      metrics.requestSeconds.observe({ state }, elapsedMs / 1000);
      log.info({ ...named(view), state, attempts: view.attempts.length, elapsedMs, reason }, 'request ended');
    }
    live.settle(view ?? live.view);
  }

  /**
   * A ledger that cannot be written, or a disk that takes its time, must not keep a signature from its desk: after a power
   * cut the nodes are asked again.
   */
  #remember(view: RequestView): void {
    const { table, log } = this.#modules;
    const failed = (problem: unknown) => log.error({ ...named(view), err: problem }, 'the ledger could not be written');
    try {
      table.update(view);
      table.soonOnDisk(failed);
    } catch (problem) {
      failed(problem);
    }
  }
}

/** How log lines name a request, here and on every node. */
function named({ id, hash }: RequestView): { request: string; requestHash: string } {
  return { request: id, requestHash: hash };
}

function liveKey({ desk, id }: Pick<RequestView, 'desk' | 'id'>): string {
  return `${desk} ${id}`;
}
