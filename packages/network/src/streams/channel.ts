import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { FrameTooLarge } from '../errors.ts';
import type { Logger, MemberId, StreamHandle, StreamProtocol } from '../host.ts';
import type { Links } from '../links/links.ts';
import { Lane } from './lane.ts';
import { RateExceeded, receive } from './receive.ts';
import { TokenBucket } from './tokenBucket.ts';

const OPEN_TIMEOUT_MS = 5_000;
/** One in use, and those that a reopening peer has not seen closed yet. */
const MAX_STREAMS = 4;

export interface ChannelOptions {
  readonly libp2p: Libp2p;
  readonly links: Links;
  readonly protocol: StreamProtocol;
  readonly memberOf: (connection: Connection) => MemberId | undefined;
  readonly now: () => number;
  readonly log: Logger;
}

interface Inbound {
  readonly stream: Stream;
  readonly over: Promise<void>;
}

/** One protocol with all members: a lane to each, a stream from each. */
export class Channel implements StreamHandle {
  readonly #options: ChannelOptions;
  readonly #lanes = new Map<MemberId, Lane>();
  readonly #inbound = new Map<MemberId, Inbound>();
  readonly #buckets = new Map<MemberId, TokenBucket>();

  constructor(options: ChannelOptions) {
    this.#options = options;
    options.links.on((member, state) => {
      if (state === 'down') this.#lanes.get(member)?.end('link down');
    });
  }

  async start(): Promise<void> {
    const limits = { maxInboundStreams: MAX_STREAMS, maxOutboundStreams: MAX_STREAMS };
    await this.#options.libp2p.handle(
      this.#options.protocol.id,
      (stream, connection) => this.#accept(stream, connection),
      limits,
    );
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()));
    for (const { stream } of this.#inbound.values()) stream.abort(new Error('stopping'));
  }

  async send(to: MemberId, frame: Uint8Array): Promise<void> {
    const { protocol, links } = this.#options;
    if (frame.length > protocol.maxFrameBytes) {
      throw new FrameTooLarge(protocol.id, frame.length, protocol.maxFrameBytes);
    }
    links.connection(to);
    await this.#lane(to).send(frame);
  }

  #lane(to: MemberId): Lane {
    const { protocol, links } = this.#options;
    const existing = this.#lanes.get(to);
    if (existing) return existing;
    const open = (): Promise<Stream> =>
      links.connection(to).newStream(protocol.id, { signal: AbortSignal.timeout(OPEN_TIMEOUT_MS) });
    const lane = new Lane(to, protocol, open, (reason) => {
      this.#lanes.delete(to);
      this.#streamBroke(to, reason);
    });
    this.#lanes.set(to, lane);
    return lane;
  }

  #streamBroke(member: MemberId, reason: unknown): void {
    const { protocol, links, log } = this.#options;
    if (!links.isUp(member)) return;
    log.debug({ member, protocol: protocol.id, err: reason }, 'stream broke');
    protocol.onReset?.(member);
  }

  /** The newest inbound stream of a member replaces the one before, and waits for its last frame: order is kept. */
  async #accept(stream: Stream, connection: Connection): Promise<void> {
    const from = this.#options.memberOf(connection);
    if (from === undefined) return stream.abort(new Error('not a member'));
    // Opening a stream costs as much as a frame, or one could flood with empty streams.
    if (!this.#bucket(from).take()) {
      return this.#judge(new RateExceeded(this.#options.protocol.framesPerSecond), from, connection);
    }
    const previous = this.#inbound.get(from);
    previous?.stream.abort(new Error('replaced by a newer stream'));
    const over = this.#receive(stream, connection, from, previous?.over);
    const entry = { stream, over };
    this.#inbound.set(from, entry);
    await over;
    if (this.#inbound.get(from) === entry) this.#inbound.delete(from);
  }

  async #receive(stream: Stream, connection: Connection, from: MemberId, previous?: Promise<void>): Promise<void> {
    const { protocol, log } = this.#options;
    await previous;
    const handlerFailed = (problem: unknown): void =>
      log.error({ member: from, protocol: protocol.id, err: problem }, 'frame handler threw');
    try {
      await receive(stream, { from, protocol, bucket: this.#bucket(from), handlerFailed });
    } catch (problem) {
      this.#judge(problem, from, connection);
    }
  }

  #judge(problem: unknown, member: MemberId, connection: Connection): void {
    const { protocol, log } = this.#options;
    const fields = { member, protocol: protocol.id, reason: problem instanceof Error ? problem.message : problem };
    if (problem instanceof RateExceeded) {
      log.warn(fields, 'member floods, connection closed');
      connection.abort(problem);
    } else if (problem instanceof Error && FRAMING_ERRORS.includes(problem.name)) {
      log.warn(fields, 'oversized or malformed frame, stream reset');
    }
    this.#streamBroke(member, problem);
  }

  #bucket(member: MemberId): TokenBucket {
    const bucket =
      this.#buckets.get(member) ?? new TokenBucket(this.#options.protocol.framesPerSecond, this.#options.now);
    this.#buckets.set(member, bucket);
    return bucket;
  }
}

/** What `it-length-prefixed` throws. */
const FRAMING_ERRORS = [
  'InvalidMessageLengthError',
  'InvalidDataLengthError',
  'InvalidDataLengthLengthError',
  'UnexpectedEOFError',
];
