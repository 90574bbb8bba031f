import type { PartyIndex } from '../keys/structure.ts';
import type { Exchange } from '../protocol/protocol.ts';

/** Views of a round differ: everybody shows what it holds of it, and this is how far that has come. */
export class Showing {
  readonly round: number;
  /** The round that it interrupts, if one was going on. */
  readonly exchange: Exchange | undefined;
  readonly #peers: readonly PartyIndex[];
  readonly #suspects: readonly PartyIndex[];
  readonly #shown = new Set<PartyIndex>();
  /** Who left the session before showing anything. */
  readonly #left = new Set<PartyIndex>();

  /** @param suspects to name if nothing is proven: whose views differ, or who began to show */
  constructor(
    round: number,
    exchange: Exchange | undefined,
    peers: readonly PartyIndex[],
    suspects: readonly PartyIndex[],
  ) {
    this.round = round;
    this.exchange = exchange;
    this.#peers = peers;
    this.#suspects = suspects;
  }

  /** Who has neither shown its view nor left. */
  waitingFor(): readonly PartyIndex[] {
    return this.#peers.filter((party) => !this.#shown.has(party) && !this.#left.has(party));
  }

  /** False if the party has shown its view before. */
  showed(party: PartyIndex): boolean {
    if (this.#shown.has(party)) return false;
    this.#shown.add(party);
    return true;
  }

  left(party: PartyIndex): void {
    if (!this.#shown.has(party)) this.#left.add(party);
  }

  /** Whom to leave out of the next attempt, when everything that was shown proves nothing. */
  toName(differing: readonly PartyIndex[]): readonly PartyIndex[] {
    return [differing, [...this.#left], this.#suspects].find((parties) => parties.length > 0) ?? [];
  }
}
