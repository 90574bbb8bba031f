import { bytesToHex } from '@noble/hashes/utils.js';
import type { PartyIndex } from '@quorate/tss-core';
import { encodeFrame } from '@quorate/tss-core/wire';
import type { SealedCheckpoint, SessionOutcome, Step, Vault } from '../vault/vault.ts';
import { Backlog } from './backlog.ts';
import { refusalOf } from './refusal.ts';

/** How a session ended for this node. `refused`: this node would not open it, or not go on. */
export type SessionEnd = SessionOutcome | { readonly kind: 'refused'; readonly code: string; readonly reason: string };

/** How long the last step of a session that was ended may take to find proof. Coordinators hear it for as long. */
const LAST_STEP_MS = 3_000;

type Stalled = Extract<SessionEnd, { readonly kind: 'stalled' }>;

/** Whether it came to what it was for. */
export function hasSucceeded({ kind }: SessionEnd): boolean {
  return kind === 'signed' || kind === 'certified' || kind === 'presigned';
}

/** The peers of a node, as a session sees them. */
export interface Links {
  /** Rejects when the peer is unreachable or takes no more. */
  send(node: string, session: Uint8Array, payload: Uint8Array): Promise<void>;
  isLinked(node: string): boolean;
}

/** One session that this node has agreed to join. */
export interface SessionPlan {
  /** 32 bytes. */
  readonly id: Uint8Array;
  /** The other parties of the session and the nodes they are. */
  readonly peers: ReadonlyMap<PartyIndex, string>;
  /** Opens it in the vault. */
  open(): Promise<Step>;
  /** Stores a checkpoint durably; throws if that cannot be. Signing sessions have none. */
  store(checkpoint: SealedCheckpoint): void;
  /** Whether it runs in the heavy vault, where a round takes its time and others wait. */
  readonly isHeavy: boolean;
}

export interface SessionParts {
  readonly vault: Pick<Vault, 'receive' | 'checkpointed' | 'giveUp' | 'abort'>;
  readonly links: Links;
  readonly roundTimeoutMs: number;
  /** Hears of every error that ends the session on this node's side. */
  onProblem(problem: unknown): void;
}

/**
 * Moves the frames of one open session between its peers and the vault and keeps the deadline of each round. The first
 * failure ends it for everybody: peers are told at once, the vault wipes its secrets, and silence blames nobody.
 */
export class RunningSession {
  readonly #plan: SessionPlan;
  readonly #parts: SessionParts;
  readonly #hex: string;
  readonly #end = Promise.withResolvers<SessionEnd>();
  #state: 'opening' | 'open' | 'leaving' | 'ended' = 'opening';
  #waitingFor: readonly PartyIndex[] = [];
  #unreachable = new Set<string>();
  readonly #backlog = new Backlog<PartyIndex>();
  #callsInVault = 0;
  #late = false;
  #timer: NodeJS.Timeout | undefined;
  /** How it ends if the step that the vault is in finds no proof; peers were told. */
  #unlessProven: Stalled | undefined;

  constructor(plan: SessionPlan, parts: SessionParts) {
    this.#plan = plan;
    this.#parts = parts;
    this.#hex = bytesToHex(plan.id);
  }

  get ended(): Promise<SessionEnd> {
    return this.#end.promise;
  }

  /** Frames before that are early ones, for whoever holds those. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Takes up what opening the session in the vault gave. */
  begin(first: Step): void {
    if (this.#state === 'opening') this.#state = 'open';
    this.#apply(first);
  }

  /** Leaves because of a problem on this side. */
  refuse(problem: unknown): void {
    if (this.#state === 'ended') return;
    this.#parts.onProblem(problem);
    this.#finish({ kind: 'refused', ...refusalOf(problem) });
  }

  /**
   * A frame from the channel of `node`. Resolves once the vault has dealt with it; in a heavy session at once, since what
   * the peer says in others must not wait for seconds of arithmetic.
   */
  async receive(node: string, payload: Uint8Array): Promise<void> {
    const from = this.#partyOf(node);
    if (this.#state !== 'open' || from === undefined) return;
    if (!this.#plan.isHeavy) {
      await this.#step(this.#parts.vault.receive({ session: this.#hex, from, payload }));
    } else if (this.#backlog.take(from, payload.length)) {
      const step = this.#step(this.#parts.vault.receive({ session: this.#hex, from, payload }));
      void step.finally(() => this.#backlog.giveBack(from, payload.length));
    } else {
      this.#stall([from], 'more came than a session asks for from');
    }
  }

  linkDown(node: string): void {
    if (this.#partyOf(node) === undefined) return;
    this.#unreachable.add(node);
    this.#review();
  }

  /** Ends the session for everybody, from outside. */
  abort(reason: string): void {
    this.#giveUp({ kind: 'stalled', missing: [], left: [], reason });
  }

  isPeer(node: string): boolean {
    return this.#partyOf(node) !== undefined;
  }

  async #step(call: Promise<Step>): Promise<void> {
    this.#callsInVault++;
    try {
      const step = await call;
      this.#callsInVault--;
      if (this.#unlessProven) this.#applyLast(step, this.#unlessProven);
      else this.#apply(step);
    } catch (problem) {
      this.#callsInVault--;
      if (this.#unlessProven) this.#finish(this.#unlessProven);
      else this.refuse(problem);
    }
  }

  #applyLast({ outcome }: Step, stall: Stalled): void {
    if (outcome) this.#finish(afterGivingUp(stall, outcome));
    else if (this.#callsInVault === 0) this.#askForProof(stall);
  }

  #apply(step: Step): void {
    if (this.#state !== 'open') return;
    for (const { to, payload } of step.send) this.#send(to, payload);
    this.#waitingFor = step.waitingFor;
    if (step.outcome) {
      this.#finish(step.outcome);
    } else if (step.checkpoint) {
      this.#passCheckpoint(step.checkpoint);
    } else {
      // Whatever we send opens a round, and a round has its own deadline; a peer that drips frames extends nothing.
      if (step.send.length > 0) this.#startRound();
      this.#review();
    }
  }

  #passCheckpoint(checkpoint: SealedCheckpoint): void {
    clearTimeout(this.#timer);
    try {
      this.#plan.store(checkpoint);
      void this.#step(this.#parts.vault.checkpointed({ session: this.#hex }));
    } catch (problem) {
      this.refuse(problem);
    }
  }

  #startRound(): void {
    clearTimeout(this.#timer);
    this.#late = false;
    this.#timer = setTimeout(() => {
      this.#late = true;
      this.#review();
    }, this.#parts.roundTimeoutMs);
  }

  /** Stalls when who we wait for cannot come any more; not while frames that did come are still being read. */
  #review(): void {
    if (this.#state !== 'open' || this.#callsInVault > 0) return;
    const gone = this.#waitingFor.filter((party) => !this.#isReachable(party));
    if (gone.length > 0) this.#stall(gone, 'lost the link to');
    else if (this.#late) this.#stall(this.#waitingFor, `waited ${this.#parts.roundTimeoutMs} ms in vain for`);
  }

  #stall(missing: readonly PartyIndex[], why: string): void {
    const nodes = missing.map((party) => this.#plan.peers.get(party) ?? `party ${party}`);
    this.#giveUp({ kind: 'stalled', missing: [...missing], left: [], reason: `${why} ${nodes.join(', ')}` });
  }

  /**
   * Ends as a stall, unless the vault holds proof against somebody: falling silent saves nobody, nor does whoever has the
   * session ended while the vault is about to find the proof.
   */
  #giveUp(stall: Stalled): void {
    if (this.#state === 'leaving') return;
    if (this.#state !== 'open') {
      this.#finish(stall);
      return;
    }
    this.#state = 'leaving';
    clearTimeout(this.#timer);
    if (this.#callsInVault === 0) {
      this.#askForProof(stall);
      return;
    }
    this.#tellPeers(stall);
    this.#unlessProven = stall;
    this.#timer = setTimeout(() => this.#finish(stall), LAST_STEP_MS);
  }

  #askForProof(stall: Stalled): void {
    this.#parts.vault.giveUp({ session: this.#hex, reason: stall.reason }).then(
      ({ outcome }) => this.#finish(afterGivingUp(stall, outcome)),
      () => this.#finish(stall), // it has ended by itself, or the vault is gone
    );
  }

  #isReachable(party: PartyIndex): boolean {
    const node = this.#plan.peers.get(party);
    return node !== undefined && !this.#unreachable.has(node) && this.#parts.links.isLinked(node);
  }

  #finish(end: SessionEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearTimeout(this.#timer);
    if (!hasSucceeded(end)) this.#leave(end);
    this.#end.resolve(end);
  }

  #leave(end: SessionEnd): void {
    this.#parts.vault.abort({ session: this.#hex }).catch(() => undefined); // a vault that is gone keeps no secrets
    if (!this.#unlessProven) this.#tellPeers(end);
  }

  #tellPeers(end: SessionEnd): void {
    const frame = abortFrame('reason' in end ? end.reason : `found ${end.kind === 'fault' ? end.code : end.kind}`);
    for (const party of this.#plan.peers.keys()) this.#send(party, frame);
  }

  #send(to: PartyIndex, payload: Uint8Array): void {
    const node = this.#plan.peers.get(to);
    if (node === undefined) return;
    this.#parts.links.send(node, this.#plan.id, payload).catch(() => {
      this.#unreachable.add(node);
      this.#review();
    });
  }

  #partyOf(node: string): PartyIndex | undefined {
    for (const [party, peer] of this.#plan.peers) if (peer === node) return party;
    return undefined;
  }
}

/** What the vault knew besides: proof against somebody, or at least who had left. */
function afterGivingUp(stall: Stalled, outcome: SessionOutcome | undefined): SessionEnd {
  if (outcome?.kind === 'fault') return outcome;
  return outcome?.kind === 'stalled' ? { ...stall, left: outcome.left } : stall;
}

/** Tells a peer that this node has left; text of at most 200 characters, without half a surrogate pair at its end. */
function abortFrame(reason: string): Uint8Array {
  return encodeFrame({ kind: 'abort', value: { reason: reason.slice(0, 200).toWellFormed() } });
}
