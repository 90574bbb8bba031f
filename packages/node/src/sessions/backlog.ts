/** Of one sender. Honest parties never have more than two rounds under way, with two messages each. */
const MAX_FRAMES = 16;
const MAX_BYTES = 4 << 20;

interface Load {
  readonly frames: number;
  readonly bytes: number;
}

const NONE: Load = { frames: 0, bytes: 0 };

/** What waits to be read, by sender: bounded, where nothing else holds the sender back. */
export class Backlog<Sender> {
  readonly #loads = new Map<Sender, Load>();

  /** Whether there is room for another frame; it is counted then. */
  take(sender: Sender, size: number): boolean {
    const { frames, bytes } = this.#loads.get(sender) ?? NONE;
    if (frames >= MAX_FRAMES || bytes + size > MAX_BYTES) return false;
    this.#loads.set(sender, { frames: frames + 1, bytes: bytes + size });
    return true;
  }

  /** The frame was read. */
  giveBack(sender: Sender, size: number): void {
    const { frames, bytes } = this.#loads.get(sender) ?? NONE;
    this.#loads.set(sender, { frames: frames - 1, bytes: bytes - size });
  }
}
