import { equalBytes, wipe } from '../bytes.ts';
import type { PartyIndex } from '../keys/structure.ts';
import type { Exchange, Inbox } from '../protocol/protocol.ts';
import { type Envelope, envelopeDigest } from '../wire/envelope.ts';
import { inboxHash } from '../wire/inbox.ts';

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
    const slot = this.#slotOf(envelope);
    const held = slot.get(envelope.from);
    if (!held) {
      slot.set(envelope.from, envelope);
      return undefined;
    }
    return sameMessage(held, envelope) ? undefined : [held, envelope];
  }

  /** Whether this very message is held already. */
  holds(envelope: Envelope): boolean {
    const held = this.#slotOf(envelope).get(envelope.from);
    return held !== undefined && sameMessage(held, envelope);
  }

  broadcasts(round: number): ReadonlyMap<PartyIndex, Envelope> {
    return this.#at(round).broadcasts;
  }

  direct(round: number): ReadonlyMap<PartyIndex, Envelope> {
    return this.#at(round).direct;
  }

  /** All that has arrived of a round. */
  arrived(round: number): Inbox {
    return { broadcasts: this.broadcasts(round), direct: this.direct(round) };
  }

  /** Who has not sent what a round needs of it. */
  missing({ round, directFrom }: Exchange, peers: readonly PartyIndex[]): readonly PartyIndex[] {
    const { broadcasts, direct } = this.#at(round);
    return peers.filter((party) => !broadcasts.has(party) || (directFrom.includes(party) && !direct.has(party)));
  }

  /** What an envelope of this round says that its sender had received, if it received what we did. */
  inboxOf(round: number): Uint8Array {
    return inboxHash([...this.broadcasts(round - 1).values()]);
  }

  /** Parties whose envelopes of this round say that they saw another previous round than we did. */
  differingViews(round: number): readonly PartyIndex[] {
    const ours = this.inboxOf(round);
    const arrived = [...this.broadcasts(round).values(), ...this.direct(round).values()];
    const differing = arrived.filter((envelope) => !equalBytes(envelope.inbox, ours));
    return [...new Set(differing.map((envelope) => envelope.from))];
  }

  /** Forgets what these parties sent in a round. */
  forget(round: number, parties: readonly PartyIndex[]): void {
    const { broadcasts, direct } = this.#at(round);
    for (const party of parties) {
      broadcasts.delete(party);
      wipe(direct.get(party)?.body ?? new Uint8Array(0));
      direct.delete(party);
    }
  }

  /** Overwrites the bodies of direct envelopes, which are dealt shares, but for those that are needed as evidence. */
  wipeDirect(evidence: readonly Envelope[]): void {
    for (const { direct } of this.#rounds.values()) {
      for (const envelope of direct.values()) if (!evidence.includes(envelope)) wipe(envelope.body);
    }
  }

  #slotOf({ round, to }: Envelope): Map<PartyIndex, Envelope> {
    const { broadcasts, direct } = this.#at(round);
    return to === 'all' ? broadcasts : direct;
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

function sameMessage(a: Envelope, b: Envelope): boolean {
  return equalBytes(envelopeDigest(a), envelopeDigest(b));
}
