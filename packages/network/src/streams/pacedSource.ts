import type { Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface';

type Chunk = StreamMessageEvent['data'];

/**
 * What arrives on a stream, at the reader's pace: while a chunk is being read the stream is paused, the window is not
 * renewed, and the sender stops once it is used up. The iterators that libp2p offers (the stream's own and the one of
 * `messageStreamToDuplex`) read ahead without bound instead. Throws if the stream is reset.
 */
export async function* pacedSource(stream: Stream): AsyncGenerator<Chunk> {
  const inbox = new StreamInbox(stream);
  try {
    while (await inbox.ready()) {
      // Never paused inside of a message event: yamux would renew the window right after it, while we do not read.
      if (stream.readStatus === 'readable') stream.pause();
      yield* inbox.take();
      if (stream.readStatus === 'paused') stream.resume();
    }
  } finally {
    inbox.close();
  }
}

/** Collects what the stream's events bring until it is taken. */
class StreamInbox {
  readonly #stream: Stream;
  #chunks: Chunk[] = [];
  #ended: boolean;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
    this.#ended = stream.readableEnded || stream.status !== 'open';
    stream.addEventListener('message', this.#onMessage);
    stream.addEventListener('end', this.#onEnd);
    stream.addEventListener('close', this.#onClose);
  }

  readonly #onMessage = (event: StreamMessageEvent): void => {
    this.#chunks.push(event.data);
    this.#wake();
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#wake();
  };

  readonly #onClose = (event: StreamCloseEvent): void => {
    this.#failure = event.error;
    this.#onEnd();
  };

  /** Resolves to true when there is something to take, to false at the end. */
  async ready(): Promise<boolean> {
    if (this.#chunks.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#chunks.length > 0) return true;
    if (this.#failure) throw this.#failure;
    return false;
  }

  take(): Chunk[] {
    const taken = this.#chunks;
    this.#chunks = [];
    return taken;
  }

  close(): void {
    this.#stream.removeEventListener('message', this.#onMessage);
    this.#stream.removeEventListener('end', this.#onEnd);
    this.#stream.removeEventListener('close', this.#onClose);
  }
}
