import {
  buildEvidence,
  type EvidenceSubject,
  encodeEvidence,
  type PartyIndex,
  type PendingKey,
  type Session,
  type SessionOutput,
  type SignedBatch,
} from '@quorate/tss-core';
import type { SealedCheckpoint, SessionOutcome, Step } from './vault.ts';

/** A session machine with what its protocol needs around it. */
export interface LiveSessionParts<R> {
  readonly session: Session<R>;
  /** Awaited: what was made may first have to be where it is needed. */
  outcomeOf(result: R): SessionOutcome | Promise<SessionOutcome>;
  /** What evidence against a party of this session says it is about. */
  readonly subject: EvidenceSubject;
  /** Where commitments were given in advance: what such evidence needs besides. */
  readonly batches?: readonly SignedBatch[];
  /** Seals what must be on disk before the session begins; for aux ceremonies. */
  beforeStart?(): Promise<SealedCheckpoint>;
  /** Seals what must be on disk before the session goes on; for keygens. */
  seal?(pending: PendingKey): Promise<SealedCheckpoint>;
  /** Wipes the secrets that were opened for the session. */
  wipe(): void;
}

/** One protocol session inside the vault. However it ends, its secrets are wiped. */
export class LiveSession<R> {
  readonly #parts: LiveSessionParts<R>;
  #over = false;
  #isBegun = false;

  constructor(parts: LiveSessionParts<R>) {
    this.#parts = parts;
  }

  get over(): boolean {
    return this.#over;
  }

  async start(): Promise<Step> {
    if (!this.#parts.beforeStart) return this.#begin();
    try {
      return { send: [], waitingFor: [], checkpoint: await this.#parts.beforeStart() };
    } catch (problem) {
      this.abort();
      throw problem;
    }
  }

  receive(from: PartyIndex, payload: Uint8Array): Promise<Step> {
    return this.#step(() => this.#parts.session.receive(from, payload));
  }

  checkpointed(): Promise<Step> {
    return this.#isBegun ? this.#step(() => this.#parts.session.checkpointed()) : this.#begin();
  }

  giveUp(reason: string): Promise<Step> {
    return this.#step(() => this.#parts.session.giveUp(reason));
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    try {
      this.#parts.session.abort();
    } finally {
      this.#parts.wipe();
    }
  }

  #begin(): Promise<Step> {
    this.#isBegun = true;
    return this.#step(() => this.#parts.session.start());
  }

  async #step(run: () => SessionOutput<R>): Promise<Step> {
    try {
      const step = await this.#toStep(run());
      if (step.outcome) this.#end();
      return step;
    } catch (problem) {
      this.abort();
      throw problem;
    }
  }

  async #toStep(output: SessionOutput<R>): Promise<Step> {
    const { outcome, checkpoint } = output;
    return {
      send: output.send.map(({ to, frame }) => ({ to, payload: frame })),
      waitingFor: [...this.#parts.session.waitingFor()],
      ...(checkpoint && this.#parts.seal ? { checkpoint: await this.#parts.seal(checkpoint) } : {}),
      ...(outcome ? { outcome: await this.#outcome(outcome) } : {}),
    };
  }

  async #outcome(outcome: NonNullable<SessionOutput<R>['outcome']>): Promise<SessionOutcome> {
    if (outcome.kind === 'done') return this.#parts.outcomeOf(outcome.result);
    if (outcome.kind === 'stalled') {
      return { kind: 'stalled', missing: [...outcome.missing], left: [...outcome.left], reason: outcome.reason };
    }
    const { fault, evidence } = outcome;
    return {
      kind: 'fault',
      code: fault.code,
      culprits: [...fault.culprits],
      evidence: encodeEvidence(buildEvidence(fault, evidence, this.#parts.subject, this.#parts.batches)),
    };
  }

  #end(): void {
    this.#over = true;
    this.#parts.wipe();
  }
}
