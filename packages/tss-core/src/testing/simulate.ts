import type { Random } from '../bytes.ts';
import { Bug } from '../errors.ts';
import type { PartyIndex } from '../keys/structure.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { decodeFrame, encodeFrame, type Frame } from '../session/frame.ts';
import { Session } from '../session/session.ts';
import type { SessionOutcome } from '../session/sessionOutcome.ts';
import { type Envelope, type SessionHeader, signEnvelope, type UnsignedEnvelope } from '../wire/envelope.ts';
import { identityKeyOf } from './identityKeys.ts';
import { rememberedVerify } from './rememberedVerify.ts';
import { randomBelow } from './seededRandom.ts';

/** A party under simulation with its identity key pair. */
export interface SimulatedParty<R> {
  readonly index: PartyIndex;
  readonly identitySecret: Uint8Array;
  readonly protocol: Protocol<R>;
}

/** What the adversary sees of one frame in flight, and with which keys it can sign. */
export interface InFlight {
  readonly from: PartyIndex;
  readonly to: PartyIndex;
  readonly frame: Frame;
  /** Signs a changed envelope as its corrupt sender. */
  sign(envelope: UnsignedEnvelope): Envelope;
}

/**
 * Decides what becomes of each frame that a corrupt party sends: the frames to deliver instead, none to drop it; as
 * bytes where they are to be no frames. Frames of honest parties are never shown to it for change: their channels are
 * authenticated.
 */
export interface Adversary {
  readonly corrupt: ReadonlySet<PartyIndex>;
  tamper(inFlight: InFlight): readonly (Frame | Uint8Array)[];
}

export interface SimulationOptions {
  readonly header: SessionHeader;
  readonly adversary?: Adversary;
  /** Delivers frames in a random order drawn from it; in order without it. */
  readonly schedule?: Random;
  /** Sees every delivered frame. */
  readonly onFrame?: (from: PartyIndex, to: PartyIndex, frame: Frame) => void;
}

/** Outcome of each party; one that still waited when nothing was in flight any more has stalled on `missing`. */
export type SimulationResult<R> = ReadonlyMap<PartyIndex, SessionOutcome<R>>;

interface Delivery {
  readonly from: PartyIndex;
  readonly to: PartyIndex;
  readonly frame: Uint8Array;
}

/**
 * Runs many parties of one session in one thread, deterministically: the same `Session` that a node runs over libp2p,
 * with a network that an adversary controls for the parties it has corrupted. An honest party that ends without a
 * result tells the others, as nodes do.
 */
export function simulate<R>(parties: readonly SimulatedParty<R>[], options: SimulationOptions): SimulationResult<R> {
  const run = new Simulation(parties, options);
  return run.run();
}

class Simulation<R> {
  readonly #sessions = new Map<PartyIndex, Session<R>>();
  readonly #outcomes = new Map<PartyIndex, SessionOutcome<R>>();
  readonly #secrets: ReadonlyMap<PartyIndex, Uint8Array>;
  readonly #options: SimulationOptions;
  #queue: Delivery[] = [];

  constructor(parties: readonly SimulatedParty<R>[], options: SimulationOptions) {
    this.#options = options;
    this.#secrets = new Map(parties.map((party) => [party.index, party.identitySecret]));
    const identities = new Map(parties.map((party) => [party.index, identityKeyOf(party.identitySecret)]));
    for (const { index, identitySecret, protocol } of parties) {
      const config = {
        header: options.header,
        self: index,
        identities,
        identitySecret,
        protocol,
        verify: rememberedVerify,
      };
      this.#sessions.set(index, new Session<R>(config));
    }
  }

  run(): SimulationResult<R> {
    for (const [index, session] of this.#sessions) this.#apply(index, session.start());
    for (let next = this.#next(); next; next = this.#next()) this.#deliver(next);
    for (const [index, session] of this.#sessions) {
      if (!this.#outcomes.has(index)) this.#giveUp(index, session);
    }
    return this.#outcomes;
  }

  #giveUp(index: PartyIndex, session: Session<R>): void {
    const { outcome } = session.giveUp('nothing more arrived');
    if (!outcome) throw new Bug('a session was given up, and goes on');
    this.#outcomes.set(index, outcome);
  }

  #next(): Delivery | undefined {
    const { schedule } = this.#options;
    const at = schedule ? randomBelow(schedule, Math.max(1, this.#queue.length)) : 0;
    return this.#queue.splice(at, 1)[0];
  }

  #deliver({ from, to, frame }: Delivery): void {
    const session = this.#sessions.get(to);
    if (!session || this.#outcomes.has(to)) return;
    this.#options.onFrame?.(from, to, decodeFrame(frame));
    const output = this.#receive(session, to, from, frame);
    if (output) this.#apply(to, output);
  }

  /** What breaks the code of a corrupt party is its own affair: it stops. */
  #receive(
    session: Session<R>,
    self: PartyIndex,
    from: PartyIndex,
    frame: Uint8Array,
  ): ReturnType<Session<R>['receive']> | undefined {
    try {
      return session.receive(from, frame);
    } catch (problem) {
      if (!this.#options.adversary?.corrupt.has(self)) throw problem;
      this.#outcomes.set(self, { kind: 'stalled', missing: [], left: [], reason: 'broken by its own cheating' });
      return undefined;
    }
  }

  #apply(index: PartyIndex, output: ReturnType<Session<R>['start']>): void {
    for (const { to, frame } of output.send) this.#post(index, to, frame);
    const { outcome } = output;
    if (outcome && !this.#outcomes.has(index)) {
      this.#outcomes.set(index, outcome);
      if (outcome.kind !== 'done' && !this.#options.adversary?.corrupt.has(index)) this.#leave(index);
    }
    const session = this.#sessions.get(index);
    if (output.checkpoint && session) this.#apply(index, session.checkpointed());
  }

  #leave(index: PartyIndex): void {
    const frame = encodeFrame({ kind: 'abort', value: { reason: 'ended without a result' } });
    for (const to of this.#sessions.keys()) if (to !== index) this.#post(index, to, frame);
  }

  #post(from: PartyIndex, to: PartyIndex, frame: Uint8Array): void {
    const { adversary } = this.#options;
    const secret = this.#secrets.get(from);
    if (!adversary?.corrupt.has(from) || !secret) {
      this.#queue.push({ from, to, frame });
      return;
    }
    const sign = (envelope: UnsignedEnvelope) => signEnvelope(envelope, secret);
    for (const instead of adversary.tamper({ from, to, frame: decodeFrame(frame), sign })) {
      this.#queue.push({ from, to, frame: instead instanceof Uint8Array ? instead : encodeFrame(instead) });
    }
  }
}
