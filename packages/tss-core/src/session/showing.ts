import type { PartyIndex } from '../keys/structure.ts';
import type { Exchange } from '../protocol/protocol.ts';

/** Views of a round differ: everybody shows what it holds of it, and this is how far that has come. */
export class Showing {
  readonly round: number;
  /** The round that it interrupts, if one was going on. */
  readonly exchange: Exchange | undefined;
  readonly #peers: readonly PartyIndex[];
  readonly #suspects: readonly PartyIndex[];
  readonly #left: ReadonlySet<PartyIndex>;
  readonly #shown = new Set<PartyIndex>();

  /**
   * @param left who has left the session, and who leaves it while others show
   * @param suspects to name if nothing is proven: whose views differ, or who began to show
   */
  constructor(
    round: number,
    exchange: Exchange | undefined,
    peers: readonly PartyIndex[],
    left: ReadonlySet<PartyIndex>,
    suspects: readonly PartyIndex[],
  ) {
    this.round = round;
    this.exchange = exchange;
    this.#peers = peers;
    this.#left = left;
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

  /** Whom to leave out of the next attempt, when everything that was shown proves nothing. */
  toName(differing: readonly PartyIndex[]): readonly PartyIndex[] {
    const left = [...this.#left].filter((party) => !this.#shown.has(party));
    return [differing, left, this.#suspects].find((parties) => parties.length > 0) ?? [];
  }
}
