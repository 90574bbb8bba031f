import { bytesToHex } from '@noble/hashes/utils.js';
import { type Host, sessionFrameCodec, sessionProtocolLimits } from '@quorate/network';
import { RequestRejected } from '@quorate/tss-core';
import { DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import type { EvidenceShelf } from '../evidence/evidenceShelf.ts';
import type { Logger } from '../telemetry/createLogger.ts';
import type { Metrics, SessionKind } from '../telemetry/metrics.ts';
import type { Vault } from '../vault/vault.ts';
import { EarlyFrames } from './earlyFrames.ts';
import { RecentIds } from './recentIds.ts';
import { type Links, RunningSession, type SessionEnd, type SessionPlan } from './runningSession.ts';
import { SessionRecorder } from './sessionRecorder.ts';

/** Ended sessions whose late frames are recognised and dropped; older ones are held as early frames and expire. */
const REMEMBERED_SESSIONS = 4096;

/** A round of threshold ECDSA takes about a second of every party's processor, and on a busy machine several. */
const HEAVY_FACTOR = 15;
/** Sessions in the heavy vault at once: more would only make all of them late. */
const MAX_HEAVY_SESSIONS = 8;
/** Of one coordinator where there are several: by dragging sessions out it must not take all places from the others. */
const MAX_HEAVY_OF_SEVERAL = 6;

/** A session that a coordinator offers and this node agrees to. */
export interface SessionOffer {
  readonly kind: SessionKind;
  readonly plan: SessionPlan;
  /** The coordinator's member id. */
  readonly coordinator: string;
  /** Request hash or order hash, hex: what the session is for. */
  readonly subject: string;
  /** Public fields for the log line of the session. */
  readonly about: Readonly<Record<string, string>>;
}

export interface SessionHostModules {
  readonly host: Host;
  readonly vault: Vault;
  readonly evidence: Pick<EvidenceShelf, 'keep'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now: () => number;
}

export interface SessionHostOptions {
  /** Ids of the cluster's nodes: nobody else takes part in sessions. */
  readonly nodes: ReadonlySet<string>;
  readonly roundTimeoutMs: number;
  readonly maxSessions?: number;
  readonly maxSessionsPerCoordinator?: number;
  /** Coordinators of the cluster: one if left out. */
  readonly coordinators?: number;
}

interface Entry {
  readonly session: RunningSession;
  readonly offer: SessionOffer;
}

/** All sessions of a node: routes their frames, bounds their number and remembers which are over. */
export class SessionHost {
  readonly #modules: SessionHostModules;
  readonly #options: SessionHostOptions;
  readonly #links: Links;
  readonly #early: EarlyFrames;
  readonly #recorder: SessionRecorder;
  readonly #retired = new RecentIds(REMEMBERED_SESSIONS);
  /** Offered and not over, by id (hex). */
  readonly #current = new Map<string, Entry>();

  /** Registers the session protocol with the host, which must not be started yet. */
  constructor(modules: SessionHostModules, options: SessionHostOptions) {
    this.#modules = modules;
    this.#options = options;
    this.#early = new EarlyFrames(modules.now);
    this.#recorder = new SessionRecorder(modules);
    const stream = modules.host.registerStream({
      ...sessionProtocolLimits,
      onFrame: (from, frame) => this.#receive(from, frame),
      onReset: (member) => this.#lost(member),
    });
    this.#links = {
      send: (node, session, payload) => stream.send(node, encodeCbor(sessionFrameCodec, { session, payload })),
      isLinked: (node) => modules.host.isLinked(node),
    };
    modules.host.onLink((member, state) => {
      if (state === 'down') this.#lost(member);
    });
  }

  get size(): number {
    return this.#current.size;
  }

  /** Joins a session and answers when it has ended for this node. */
  async run(offer: SessionOffer): Promise<SessionEnd> {
    const id = bytesToHex(offer.plan.id);
    this.#admit(id, offer);
    const session = this.#session(id, offer.plan);
    this.#current.set(id, { session, offer });
    const ended = this.#recorder.begin(id, offer);
    try {
      const end = await this.#open(id, offer.plan, session);
      ended(end);
      if (end.kind === 'fault') this.#keep(id, offer.plan, end);
      return end;
    } finally {
      this.#current.delete(id);
      this.#retired.add(id);
    }
  }

  /** On behalf of the coordinator that offered it; others cannot end a session. */
  abort(session: Uint8Array, coordinator: string): void {
    const entry = this.#current.get(bytesToHex(session));
    if (entry?.offer.coordinator === coordinator) entry.session.abort(`${coordinator} ended the session`);
  }

  /** Ends every session about one request or order. */
  abortSubject(subject: string, reason: string): void {
    for (const { session, offer } of [...this.#current.values()]) if (offer.subject === subject) session.abort(reason);
  }

  abortAll(reason: string): void {
    for (const { session } of [...this.#current.values()]) session.abort(reason);
  }

  #session(id: string, plan: SessionPlan): RunningSession {
    const { vault } = this.#modules;
    const { roundTimeoutMs } = this.#options;
    return new RunningSession(plan, {
      vault: plan.isHeavy ? vault.heavy : vault,
      links: this.#links,
      roundTimeoutMs: plan.isHeavy ? HEAVY_FACTOR * roundTimeoutMs : roundTimeoutMs,
      onProblem: (problem) => this.#recorder.problem(id, problem),
    });
  }

  async #open(id: string, plan: SessionPlan, session: RunningSession): Promise<SessionEnd> {
    try {
      session.begin(await plan.open());
    } catch (problem) {
      // The others may have opened it: without this node they cannot finish, so they need not wait.
      session.refuse(problem);
    }
    for (const { from, payload } of this.#early.take(id, new Set(plan.peers.values()))) {
      void session.receive(from, payload);
    }
    return session.ended;
  }

  #keep(
    session: string,
    { peers }: SessionPlan,
    { code, culprits, evidence }: Extract<SessionEnd, { kind: 'fault' }>,
  ): void {
    const nodes = culprits.flatMap((party) => peers.get(party) ?? []);
    this.#modules.evidence.keep({ session, code, culprits: nodes, evidence });
  }

  #admit(id: string, offer: SessionOffer): void {
    if (this.#current.has(id) || this.#retired.has(id)) {
      throw new RequestRejected('session-used', 'this node has joined that session before', 'offer a new session');
    }
    const { maxSessions = 64, maxSessionsPerCoordinator = 48 } = this.#options;
    const isFull = this.size >= maxSessions || this.#count(offer.coordinator) >= maxSessionsPerCoordinator;
    if (isFull || (offer.plan.isHeavy && !this.#hasRoomForHeavy(offer.coordinator))) {
      throw new RequestRejected(
        'too-many-sessions',
        `this node is in ${this.size} sessions already`,
        'try again later',
      );
    }
  }

  #hasRoomForHeavy(coordinator: string): boolean {
    const { coordinators = 1 } = this.#options;
    const isHeavy = ({ offer }: Entry) => offer.plan.isHeavy;
    const heavy = [...this.#current.values()].filter(isHeavy).length;
    const ofOne = coordinators > 1 ? MAX_HEAVY_OF_SEVERAL : MAX_HEAVY_SESSIONS;
    return heavy < MAX_HEAVY_SESSIONS && this.#count(coordinator, isHeavy) < ofOne;
  }

  /** Sessions that a coordinator has offered. */
  #count(coordinator: string, isMeant: (entry: Entry) => boolean = () => true): number {
    const current = [...this.#current.values()];
    return current.filter((entry) => entry.offer.coordinator === coordinator && isMeant(entry)).length;
  }

  async #receive(from: string, encoded: Uint8Array): Promise<void> {
    const frame = this.#decode(from, encoded);
    if (!frame) return;
    const id = bytesToHex(frame.session);
    const session = this.#current.get(id)?.session;
    const isMember = session ? session.isPeer(from) : this.#options.nodes.has(from);
    if (!isMember) this.#recorder.dropped('not-a-member', from);
    else if (session?.isOpen) await session.receive(from, frame.payload);
    else if (this.#retired.has(id)) this.#recorder.dropped('retired', from);
    else if (!this.#early.hold(from, id, frame.payload)) this.#recorder.dropped('early', from);
  }

  #decode(from: string, encoded: Uint8Array) {
    try {
      return decodeCbor(sessionFrameCodec, encoded, sessionProtocolLimits.maxFrameBytes, 'session frame');
    } catch (problem) {
      if (!(problem instanceof DecodeError)) throw problem;
      this.#recorder.dropped('undecodable', from);
      return undefined;
    }
  }

  #lost(member: string): void {
    for (const { session } of [...this.#current.values()]) session.linkDown(member);
  }
}
