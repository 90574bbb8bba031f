import type { Stream } from '@libp2p/interface';
import { encode } from 'it-length-prefixed';
import { LinkDown, QueueFull } from '../errors.ts';
import type { MemberId, StreamProtocol } from '../host.ts';
import { closeStream } from './closeStream.ts';
import { drained } from './drained.ts';

type Limits = Pick<StreamProtocol, 'maxQueuedFrames' | 'maxQueuedBytes'>;

interface Waiting {
  readonly frame: Uint8Array;
  readonly taken: () => void;
  readonly lost: (reason: LinkDown) => void;
}

/**
 * One outbound stream and the bounded queue in front of it. It opens at the first frame and ends once: when the stream
 * breaks or cannot be opened, everything queued is lost and `ended` is called.
 */
export class Lane {
  readonly #member: MemberId;
  readonly #limits: Limits;
  readonly #open: () => Promise<Stream>;
  readonly #ended: (reason: unknown) => void;
  readonly #queue: Waiting[] = [];
  #queuedBytes = 0;
  #pumping = false;
  #over = false;
  #stream: Stream | undefined;

  constructor(member: MemberId, limits: Limits, open: () => Promise<Stream>, ended: (reason: unknown) => void) {
    this.#member = member;
    this.#limits = limits;
    this.#open = open;
    this.#ended = ended;
  }

  /** Resolves when the transport took the frame; throws QueueFull, or LinkDown once the lane has ended. */
  async send(frame: Uint8Array): Promise<void> {
    if (this.#over) throw new LinkDown(this.#member);
    if (this.#queue.length >= this.#limits.maxQueuedFrames) throw new QueueFull(this.#member);
    if (this.#queuedBytes + frame.length > this.#limits.maxQueuedBytes) throw new QueueFull(this.#member);
    const outcome = new Promise<void>((taken, lost) => {
      this.#queue.push({ frame, taken, lost });
    });
    this.#queuedBytes += frame.length;
    if (!this.#pumping) void this.#pump();
    return outcome;
  }

  /** A frame stays in the queue, and counts, until the transport took the whole of it. */
  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      const stream = this.#stream ?? (await this.#opened());
      for (let next = this.#queue[0]; next; next = this.#queue[0]) {
        stream.send(encode.single(next.frame));
        await drained(stream);
        this.#queue.shift();
        this.#queuedBytes -= next.frame.length;
        next.taken();
      }
    } catch (problem) {
      this.end(problem);
    } finally {
      this.#pumping = false;
    }
  }

  async #opened(): Promise<Stream> {
    const stream = await this.#open();
    this.#stream = stream;
    if (this.#over) stream.abort(new LinkDown(this.#member));
    else stream.addEventListener('close', (event) => this.end(event.error), { once: true });
    return stream;
  }

  /** Resets the stream and gives up what is queued. */
  end(reason: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#stream?.abort(new LinkDown(this.#member));
    for (const waiting of this.#queue.splice(0)) waiting.lost(new LinkDown(this.#member));
    this.#ended(reason);
  }

  /** Closes the stream in good order; what is still queued is lost. */
  async close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    this.end('closed');
    if (stream) await closeStream(stream);
  }
}
