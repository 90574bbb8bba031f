import { equalBytes } from '../bytes.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { type Envelope, envelopeDigest } from '../wire/envelope.ts';

interface RoundSlots {
  readonly broadcasts: Map<PartyIndex, Envelope>;
  readonly direct: Map<PartyIndex, Envelope>;
}

/** Two different signed envelopes of one party for one slot: proof of equivocation. */
export type Conflict = readonly [Envelope, Envelope];

/** The envelopes of one session as one party has them: at most one per (round, from, to). */
export class Slots {
  readonly #rounds = new Map<number, RoundSlots>();

  /** Keeps a verified envelope. A second one for its slot is ignored if equal, and returned as a conflict if not. */
  put(envelope: Envelope): Conflict | undefined {
    const slots = this.#at(envelope.round);
    const slot = envelope.to === 'all' ? slots.broadcasts : slots.direct;
    const held = slot.get(envelope.from);
    if (!held) {
      slot.set(envelope.from, envelope);
      return undefined;
    }
    return equalBytes(envelopeDigest(held), envelopeDigest(envelope)) ? undefined : [held, envelope];
  }

  broadcasts(round: number): ReadonlyMap<PartyIndex, Envelope> {
    return this.#at(round).broadcasts;
  }

  direct(round: number): ReadonlyMap<PartyIndex, Envelope> {
    return this.#at(round).direct;
  }

  #at(round: number): RoundSlots {
    let slots = this.#rounds.get(round);
    if (!slots) {
      slots = { broadcasts: new Map(), direct: new Map() };
      this.#rounds.set(round, slots);
    }
    return slots;
  }
}
