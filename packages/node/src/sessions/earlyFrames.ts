export interface EarlyLimits {
  readonly framesPerPeer: number;
  readonly bytesPerPeer: number;
  readonly maxAgeMs: number;
}

export const EARLY_LIMITS: EarlyLimits = { framesPerPeer: 64, bytesPerPeer: 4 << 20, maxAgeMs: 30_000 };

export interface EarlyFrame {
  readonly from: string;
  readonly payload: Uint8Array;
}

interface Held {
  readonly session: string;
  readonly payload: Uint8Array;
  readonly at: number;
}

/**
 * Frames of sessions that this node was not offered yet: a peer that got the offer first may already be speaking.
 * Bounded in number, bytes and time for each peer, so that nobody can use up another's room.
 */
export class EarlyFrames {
  readonly #limits: EarlyLimits;
  readonly #now: () => number;
  readonly #held = new Map<string, readonly Held[]>();

  constructor(now: () => number, limits: EarlyLimits = EARLY_LIMITS) {
    this.#now = now;
    this.#limits = limits;
  }

  /** Keeps a frame for later; false if the peer has used up its room and the frame was dropped. */
  hold(peer: string, session: string, payload: Uint8Array): boolean {
    const held = this.#fresh(peer);
    const used = held.reduce((sum, frame) => sum + frame.payload.length, 0);
    const fits = held.length < this.#limits.framesPerPeer && used + payload.length <= this.#limits.bytesPerPeer;
    this.#keep(peer, fits ? [...held, { session, payload, at: this.#now() }] : held);
    return fits;
  }

  /** Removes the frames of one session and returns those of `peers`, in the order in which each peer sent them. */
  take(session: string, peers: ReadonlySet<string>): readonly EarlyFrame[] {
    const taken: EarlyFrame[] = [];
    for (const from of [...this.#held.keys()]) {
      const held = this.#fresh(from);
      const mine = held.filter((frame) => frame.session === session);
      if (peers.has(from)) taken.push(...mine.map(({ payload }) => ({ from, payload })));
      this.#keep(
        from,
        held.filter((frame) => frame.session !== session),
      );
    }
    return taken;
  }

  #fresh(peer: string): readonly Held[] {
    const oldest = this.#now() - this.#limits.maxAgeMs;
    return (this.#held.get(peer) ?? []).filter((frame) => frame.at >= oldest);
  }

  #keep(peer: string, held: readonly Held[]): void {
    if (held.length > 0) this.#held.set(peer, held);
    else this.#held.delete(peer);
  }
}
