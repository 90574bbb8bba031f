import { bytesToHex } from '@noble/hashes/utils.js';
import { type Host, type StreamHandle, sessionFrameCodec, sessionProtocolLimits } from '@quorate/network';
import { DecodeError, decodeCbor, encodeCbor, RequestRejected } from '@quorate/tss-core';
import type { Logger } from '../telemetry/createLogger.ts';
import type { Metrics, SessionKind } from '../telemetry/metrics.ts';
import type { Vault } from '../vault/vault.ts';
import { EarlyFrames } from './earlyFrames.ts';
import { RecentIds } from './recentIds.ts';
import { refusalOf } from './refusal.ts';
import { abortFrame, type Links, RunningSession, type SessionEnd, type SessionPlan } from './runningSession.ts';
import { SessionRecorder } from './sessionRecorder.ts';

/** Ended sessions whose late frames are recognised and dropped; older ones are held as early frames and expire. */
const REMEMBERED_SESSIONS = 4096;

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
}

interface Entry {
  readonly session: RunningSession;
  readonly offer: SessionOffer;
}

/** All sessions of a node: routes their frames, bounds their number and remembers which are over. */
export class SessionHost {
  readonly #modules: SessionHostModules;
  readonly #options: SessionHostOptions;
  readonly #stream: StreamHandle;
  readonly #early: EarlyFrames;
  readonly #recorder: SessionRecorder;
  readonly #retired = new RecentIds(REMEMBERED_SESSIONS);
  /** Offered and not over: those still opening have no frames yet. */
  readonly #offers = new Map<string, SessionOffer>();
  readonly #running = new Map<string, Entry>();

  /** Registers the session protocol with the host, which must not be started yet. */
  constructor(modules: SessionHostModules, options: SessionHostOptions) {
    this.#modules = modules;
    this.#options = options;
    this.#early = new EarlyFrames(modules.now);
    this.#recorder = new SessionRecorder(modules);
    this.#stream = modules.host.registerStream({
      ...sessionProtocolLimits,
      onFrame: (from, frame) => this.#receive(from, frame),
      onReset: (member) => this.#lost(member),
    });
    modules.host.onLink((member, state) => {
      if (state === 'down') this.#lost(member);
    });
  }

  get size(): number {
    return this.#offers.size;
  }

  /** Joins a session and answers when it has ended for this node. */
  async run(offer: SessionOffer): Promise<SessionEnd> {
    const id = bytesToHex(offer.plan.id);
    this.#admit(id, offer);
    const ended = this.#recorder.begin(id, offer);
    try {
      const end = await this.#runAdmitted(id, offer);
      ended(end);
      return end;
    } finally {
      this.#running.delete(id);
      this.#offers.delete(id);
      this.#retired.add(id);
    }
  }

  /** On behalf of the coordinator that offered it; others cannot end a session. */
  abort(session: Uint8Array, coordinator: string): void {
    const entry = this.#running.get(bytesToHex(session));
    if (entry?.offer.coordinator === coordinator) entry.session.abort(`${coordinator} ended the session`);
  }

  /** Ends every session about one request or order. */
  abortSubject(subject: string, reason: string): void {
    for (const { session, offer } of [...this.#running.values()]) if (offer.subject === subject) session.abort(reason);
  }

  abortAll(reason: string): void {
    for (const { session } of [...this.#running.values()]) session.abort(reason);
  }

  async #runAdmitted(id: string, offer: SessionOffer): Promise<SessionEnd> {
    const { plan } = offer;
    const { vault } = this.#modules;
    const links = this.#links();
    const onProblem = (problem: unknown) => this.#recorder.problem(id, problem);
    const { roundTimeoutMs } = this.#options;
    const session = new RunningSession(plan, { vault, links, roundTimeoutMs, onProblem });
    try {
      const first = await plan.open();
      this.#running.set(id, { session, offer });
      session.begin(first);
    } catch (problem) {
      // The others may have opened it: without this node they cannot finish, so they need not wait.
      const refusal = refusalOf(problem);
      for (const node of plan.peers.values())
        links.send(node, plan.id, abortFrame(refusal.reason)).catch(() => undefined);
      onProblem(problem);
      return { kind: 'refused', ...refusal };
    }
    for (const { from, payload } of this.#early.take(id, new Set(plan.peers.values()))) {
      void session.receive(from, payload);
    }
    return session.ended;
  }

  #admit(id: string, offer: SessionOffer): void {
    if (this.#offers.has(id) || this.#retired.has(id)) {
      throw new RequestRejected('session-used', 'this node has joined that session before', 'offer a new session');
    }
    const { maxSessions = 64, maxSessionsPerCoordinator = 48 } = this.#options;
    const fromSame = [...this.#offers.values()].filter(({ coordinator }) => coordinator === offer.coordinator);
    if (this.#offers.size >= maxSessions || fromSame.length >= maxSessionsPerCoordinator) {
      throw new RequestRejected(
        'too-many-sessions',
        `this node is in ${this.#offers.size} sessions`,
        'try again later',
      );
    }
    this.#offers.set(id, offer);
  }

  async #receive(from: string, encoded: Uint8Array): Promise<void> {
    const frame = this.#decode(from, encoded);
    if (!frame) return;
    const id = bytesToHex(frame.session);
    const entry = this.#running.get(id);
    if (entry?.session.isPeer(from)) await entry.session.receive(from, frame.payload);
    else if (entry || !this.#options.nodes.has(from)) this.#recorder.dropped('not-a-member', from);
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
    for (const { session } of [...this.#running.values()]) session.linkDown(member);
  }

  #links(): Links {
    return {
      send: (node, session, payload) => this.#stream.send(node, encodeCbor(sessionFrameCodec, { session, payload })),
      isLinked: (node) => this.#modules.host.isLinked(node),
    };
  }
}
