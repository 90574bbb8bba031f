import { equalBytes } from '../bytes.ts';
import { Bug, ProtocolFault, SessionStalled } from '../errors.ts';
import type { PendingKey } from '../keys/share.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { type Checkpoint, type Exchange, type Protocol, RoundUnfinished } from '../protocol/protocol.ts';
import { DecodeError } from '../wire/codec.ts';
import { type Envelope, type SessionHeader, verifyEnvelope } from '../wire/envelope.ts';
import { decodeFrame, type Frame } from './frame.ts';
import { Outbox } from './outbox.ts';
import type { SessionOutcome, SessionOutput } from './sessionOutcome.ts';
import { Showing } from './showing.ts';
import { type Conflict, Slots } from './slots.ts';

/**
 * How far a peer can be ahead of the last round that we sent: it waits for ours before the next, and may show what
 * another sent it for the one after. Envelopes beyond are refused, which bounds what a peer can make us hold.
 */
const ROUNDS_AHEAD = 2;

/** One party's side of a session, and what it runs there. */
export interface SessionConfig<R> {
  readonly header: SessionHeader;
  readonly self: PartyIndex;
  /** Identity keys (33 bytes) of all parties of the session, this one included. */
  readonly identities: ReadonlyMap<PartyIndex, Uint8Array>;
  readonly identitySecret: Uint8Array;
  readonly protocol: Protocol<R>;
  /** How envelope signatures are checked, where the driver knows a faster way; it must agree with `verifyEnvelope`. */
  readonly verify?: typeof verifyEnvelope;
}

type Waiting =
  | { readonly for: 'start' }
  | { readonly for: 'round'; readonly exchange: Exchange }
  | { readonly for: 'storage' }
  | { readonly for: 'shown'; readonly showing: Showing }
  | { readonly for: 'nothing' };

/**
 * Runs one party's generator over signed envelopes: signs what it sends, verifies what arrives, holds what is early,
 * compares everybody's view (rule 4), finds equivocation and names the evidence. Pure: the driver moves the frames and
 * keeps the deadlines.
 */
export class Session<R> {
  readonly #config: SessionConfig<R>;
  readonly #slots = new Slots();
  readonly #peers: readonly PartyIndex[];
  readonly #outbox: Outbox;
  /** Who has said that it leaves. */
  readonly #left = new Set<PartyIndex>();
  #started = false;
  /** The last round that we sent, 0 before the first. */
  #lastSent = 0;
  #waiting: Waiting = { for: 'start' };
  #checkpoint: PendingKey | undefined;
  #outcome: SessionOutcome<R> | undefined;

  constructor(config: SessionConfig<R>) {
    this.#config = config;
    this.#peers = [...config.identities.keys()].filter((party) => party !== config.self).sort((a, b) => a - b);
    this.#outbox = new Outbox(config, this.#peers);
  }

  start(): SessionOutput<R> {
    if (this.#started) throw new Bug('a session starts once');
    this.#started = true;
    // A frame that came before may have stopped the session already: the protocol then never begins.
    if (this.#waiting.for === 'start') this.#resume(() => this.#config.protocol.next());
    return this.#output();
  }

  /** Takes one frame that arrived on the authenticated channel of `from`. */
  receive(from: PartyIndex, encoded: Uint8Array): SessionOutput<R> {
    if (this.#outcome || !this.#peers.includes(from)) return this.#output();
    try {
      this.#take(from, decodeFrame(encoded));
    } catch (problem) {
      if (!(problem instanceof DecodeError)) throw problem;
      this.#stall([from], `party ${from} sent an undecodable frame (${problem.message})`);
    }
    return this.#output();
  }

  /** The driver has stored the checkpoint durably. */
  checkpointed(): SessionOutput<R> {
    if (this.#waiting.for !== 'storage') return this.#output();
    this.#resume(() => this.#config.protocol.next({ broadcasts: new Map(), direct: new Map() }));
    return this.#output();
  }

  /**
   * Nothing more will come: a deadline has passed, a link is lost. What did come is judged once more, since whoever is
   * found out by it must not escape by falling silent; otherwise the session has stalled, and convicts nobody.
   */
  giveUp(reason: string): SessionOutput<R> {
    this.#stall(this.waitingFor(), reason);
    return this.#output();
  }

  /** Ends the session without an outcome; the protocol wipes its secrets. */
  abort(): void {
    if (this.#outcome) return;
    this.#endStalled([], 'aborted');
  }

  /** Whom the session waits for: those to name, and never to blame, when a deadline passes. */
  waitingFor(): readonly PartyIndex[] {
    const waiting = this.#waiting;
    if (waiting.for === 'shown') return waiting.showing.waitingFor();
    return waiting.for === 'round' ? this.#slots.missing(waiting.exchange, this.#peers) : [];
  }

  #take(from: PartyIndex, frame: Frame): void {
    if (frame.kind === 'abort') this.#takeAbort(from, frame.value.reason);
    else if (frame.kind === 'show') this.#takeShown(from, frame.value);
    else if (frame.value.from !== from) this.#stall([from], `party ${from} sent an envelope of another party`);
    else if (this.#keep(from, frame.value)) this.#proceed();
  }

  /** Ends the session; but while others may still show who lied, whoever lied must not end it by leaving. */
  #takeAbort(from: PartyIndex, reason: string): void {
    this.#left.add(from);
    const waiting = this.#waiting;
    if (waiting.for === 'shown') this.#endOnceShown(waiting.showing);
    else this.#stall([from], `party ${from} left the session: ${reason}`);
  }

  /** Verifies and keeps one envelope. Anything unsigned or out of place ends the session, and convicts nobody. */
  #keep(channel: PartyIndex, envelope: Envelope): boolean {
    const { identities, verify = verifyEnvelope } = this.#config;
    const identity = identities.get(envelope.from);
    const belongs = identity !== undefined && this.#belongs(envelope);
    // What is held was verified: copies of it, however many, cost no signature check.
    if (belongs && this.#slots.holds(envelope)) return true;
    if (!belongs || !verify(envelope, identity)) {
      this.#stall([channel], `party ${channel} sent an envelope that does not belong to the session`);
      return false;
    }
    const conflict = this.#slots.put(envelope);
    if (conflict) this.#convictEquivocation(conflict);
    return !conflict;
  }

  #belongs(envelope: Envelope): boolean {
    const { header, self } = this.#config;
    return (
      equalBytes(envelope.cluster, header.cluster) &&
      equalBytes(envelope.key, header.key) &&
      envelope.epoch === header.epoch &&
      equalBytes(envelope.session, header.session) &&
      (envelope.to === 'all' || envelope.to === self) &&
      envelope.round <= this.#lastSent + ROUNDS_AHEAD
    );
  }

  #proceed(): void {
    while (!this.#outcome && this.#waiting.for === 'round' && this.waitingFor().length === 0) {
      const { round } = this.#waiting.exchange;
      const differing = this.#slots.differingViews(round);
      if (differing.length > 0) {
        this.#showRound(round - 1, differing);
        return;
      }
      const inbox = this.#slots.arrived(round);
      this.#resume(() => this.#config.protocol.next(inbox));
    }
  }

  /** Views differ: show what we hold of the round and wait for what the others hold. */
  #showRound(round: number, suspects: readonly PartyIndex[]): void {
    if (round === 0) {
      this.#stall(suspects, 'a message of the first round answers to earlier ones, of which there are none');
      return;
    }
    this.#waiting = { for: 'shown', showing: new Showing(round, this.#exchange(), this.#peers, this.#left, suspects) };
    this.#outbox.show([...this.#slots.broadcasts(round).values()]);
  }

  #takeShown(from: PartyIndex, shown: readonly Envelope[]): void {
    const round = shown[0]?.round;
    for (const envelope of shown) {
      if (envelope.to !== 'all' || envelope.round !== round) {
        this.#stall([from], `party ${from} showed envelopes that are no round`);
        return;
      }
      if (!this.#keep(from, envelope)) return;
    }
    if (round === undefined) {
      this.#stall([from], `party ${from} showed nothing`);
      return;
    }
    // Whoever shows without a reason that others find in the envelopes is the one to name.
    if (this.#waiting.for !== 'shown') this.#showRound(round, [from]);
    if (this.#waiting.for === 'shown') this.#recordShown(from, this.#waiting.showing);
  }

  #recordShown(from: PartyIndex, showing: Showing): void {
    if (showing.showed(from)) this.#endOnceShown(showing);
    else this.#stall([from], `party ${from} showed its view twice, and proved nothing`);
  }

  #endOnceShown(showing: Showing): void {
    if (showing.waitingFor().length > 0) return;
    const named = showing.toName(this.#slots.differingViews(showing.round + 1));
    this.#stall(named, 'views of a round differ, and no pair of envelopes proves whose fault it is');
  }

  #convictEquivocation(conflict: Conflict): void {
    const { from, round } = conflict[0];
    // Whoever finds the proof shows it, so that every honest party holds both envelopes before it leaves.
    if (conflict[0].to === 'all') this.#outbox.show(conflict);
    this.#end({ kind: 'fault', fault: new ProtocolFault('equivocation', [from], [round]), evidence: conflict });
  }

  #resume(step: () => IteratorResult<Exchange | Checkpoint, R>): void {
    let next: IteratorResult<Exchange | Checkpoint, R>;
    try {
      next = step();
    } catch (problem) {
      this.#fail(problem);
      return;
    }
    if (next.done) this.#end({ kind: 'done', result: next.value });
    else if (next.value.kind === 'checkpoint') this.#pause(next.value);
    else this.#beginRound(next.value);
  }

  #pause({ pending }: Checkpoint): void {
    this.#waiting = { for: 'storage' };
    this.#checkpoint = pending;
  }

  #beginRound(exchange: Exchange): void {
    this.#slots.put(this.#outbox.sayRound(exchange, this.#slots.inboxOf(exchange.round)));
    this.#lastSent = exchange.round;
    this.#waiting = { for: 'round', exchange };
    this.#proceed();
  }

  #fail(problem: unknown): void {
    if (problem instanceof ProtocolFault) {
      this.#end({ kind: 'fault', fault: problem, evidence: this.#evidenceOf(problem) });
    } else if (problem instanceof SessionStalled) {
      this.#endStalled(problem.missing, problem.message);
    } else {
      // The protocol is over: a later frame must not find it waiting.
      this.#stall([], 'a bug ended the session');
      throw problem;
    }
  }

  /**
   * All broadcasts of the fault's rounds: a judge takes what it needs. No direct envelopes, which may hold dealt shares,
   * but those that the fault opens by itself.
   */
  #evidenceOf(fault: ProtocolFault): readonly Envelope[] {
    const broadcasts = fault.rounds.flatMap((round) => [...this.#slots.broadcasts(round).values()]);
    return [...broadcasts, ...fault.opened];
  }

  #exchange(): Exchange | undefined {
    const waiting = this.#waiting;
    if (waiting.for === 'shown') return waiting.showing.exchange;
    return waiting.for === 'round' ? waiting.exchange : undefined;
  }

  /** Ends the session without a conviction, unless what has arrived of the present round convicts somebody. */
  #stall(missing: readonly PartyIndex[], reason: string): void {
    const exchange = this.#exchange();
    if (exchange) this.#judgeUnfinished(exchange.round, missing, reason);
    this.#endStalled(missing, reason);
  }

  /** Whoever saw another previous round than we did neither is judged by ours nor judges (attack 21). */
  #judgeUnfinished(round: number, missing: readonly PartyIndex[], reason: string): void {
    this.#slots.forget(round, this.#slots.differingViews(round));
    const unfinished = new RoundUnfinished(reason, missing, this.#slots.arrived(round));
    this.#resume(() => this.#config.protocol.throw(unfinished));
  }

  #endStalled(missing: readonly PartyIndex[], reason: string): void {
    this.#end({ kind: 'stalled', missing, left: [...this.#left], reason });
  }

  #end(outcome: SessionOutcome<R>): void {
    if (this.#outcome) return;
    this.#outcome = outcome;
    this.#waiting = { for: 'nothing' };
    this.#config.protocol.return(undefined as never);
    this.#slots.wipeDirect(outcome.kind === 'fault' ? outcome.evidence : []);
  }

  #output(): SessionOutput<R> {
    const send = this.#outbox.take();
    const checkpoint = this.#checkpoint;
    this.#checkpoint = undefined;
    return { send, ...(checkpoint ? { checkpoint } : {}), ...(this.#outcome ? { outcome: this.#outcome } : {}) };
  }
}
