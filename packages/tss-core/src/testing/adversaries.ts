import type { PartyIndex } from '../keys/structure.ts';
import { type Envelope, signEnvelope } from '../wire/envelope.ts';
import type { Adversary, InFlight } from './simulate.ts';

/** Which envelopes of the corrupt party an adversary acts on. */
export interface Target {
  readonly round: number;
  readonly to?: 'all' | 'direct';
  /** Only the copies that go to these parties: an equivocation if the slot is a broadcast. */
  readonly receivers?: readonly PartyIndex[];
}

function hits(target: Target, to: PartyIndex, envelope: Envelope): boolean {
  if (envelope.round !== target.round) return false;
  if (target.to === 'all' && envelope.to !== 'all') return false;
  if (target.to === 'direct' && envelope.to === 'all') return false;
  return target.receivers === undefined || target.receivers.includes(to);
}

function acting(
  corrupt: PartyIndex,
  target: Target,
  act: (envelope: Envelope, inFlight: InFlight) => readonly Envelope[],
): Adversary {
  return {
    corrupt: new Set([corrupt]),
    tamper(inFlight) {
      const { frame, to } = inFlight;
      if (frame.kind !== 'envelope' || !hits(target, to, frame.value)) return [frame];
      return act(frame.value, inFlight).map((value) => ({ kind: 'envelope', value }));
    },
  };
}

/** Replaces the body of the targeted envelopes and signs them again. */
export function corrupting(
  corrupt: PartyIndex,
  target: Target,
  change: (body: Uint8Array, to: PartyIndex) => Uint8Array,
): Adversary {
  return acting(corrupt, target, (envelope, { to, sign }) => [sign({ ...envelope, body: change(envelope.body, to) })]);
}

/** Claims another inbox in the targeted envelopes. */
export function misreporting(corrupt: PartyIndex, target: Target, inbox: Uint8Array): Adversary {
  return acting(corrupt, target, (envelope, { sign }) => [sign({ ...envelope, inbox })]);
}

/** Sends nothing of the targeted envelopes. */
export function dropping(corrupt: PartyIndex, target: Target): Adversary {
  return acting(corrupt, target, () => []);
}

/** Sends the targeted envelopes twice. */
export function repeating(corrupt: PartyIndex, target: Target): Adversary {
  return acting(corrupt, target, (envelope) => [envelope, envelope]);
}

/** Sends, instead of the targeted envelopes, others as they are: replays of another session or round. */
export function replaying(corrupt: PartyIndex, target: Target, instead: readonly Envelope[]): Adversary {
  return acting(corrupt, target, () => instead);
}

/** Signs the targeted envelopes with a key that is not the party's. */
export function forging(corrupt: PartyIndex, target: Target, foreignSecret: Uint8Array): Adversary {
  return acting(corrupt, target, (envelope) => [signEnvelope(envelope, foreignSecret)]);
}
