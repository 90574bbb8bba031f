import type { ClusterFile } from '@quorate/requests';

/** Where log lines go; pino fits. Fields never hold frame contents or secrets. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A node's or coordinator's id in the cluster file. */
export type MemberId = string;
export type LinkState = 'up' | 'down';

/** A protocol as data: what it is called on the wire, how much of it is too much, and who takes its frames. */
export interface StreamProtocol {
  /** Versioned, e.g. `/quorate/session/1.0.0`. */
  readonly id: string;
  /** A larger frame resets the stream it came on. */
  readonly maxFrameBytes: number;
  /** Per receiving member: what may wait to be sent before `send` throws QueueFull. */
  readonly maxQueuedFrames: number;
  readonly maxQueuedBytes: number;
  /** Per sending member, one second's worth may come in a burst; whoever sends more loses its connection. */
  readonly framesPerSecond: number;
  /**
   * Takes the frames of one member in order, the next only after the promise settled: a slow handler slows its sender
   * down and nobody else. `from` is the channel's peer, proven by its identity key. A throw is logged and the frame
   * forgotten.
   */
  onFrame(from: MemberId, frame: Uint8Array): void | Promise<void>;
  /** A stream to or from the member broke while the link stands: frames may be lost in either direction. */
  onReset?(member: MemberId): void;
}

export interface StreamHandle {
  /**
   * Resolves when the transport took the frame, which is no proof of delivery. Rejects with LinkDown (no link, or lost
   * before the frame was taken), QueueFull or FrameTooLarge. Frames to one member arrive in the order of the calls.
   */
  send(to: MemberId, frame: Uint8Array): Promise<void>;
}

/**
 * Fault injector on the sending side: what becomes of one frame. `[]` drops it, two copies duplicate it, delays reorder
 * it. A delayed copy that finds the link down is dropped.
 */
export type FrameTap = (
  from: MemberId,
  to: MemberId,
  protocol: string,
  frame: Uint8Array,
) => readonly { readonly frame: Uint8Array; readonly delayMs: number }[];

/** The network as a node or coordinator sees it: authenticated links to the members of the cluster file, nothing else. */
export interface Host {
  /** Listens and begins to dial. Protocols are registered before. Throws RequestRejected if an address cannot be had. */
  start(): Promise<void>;
  /** Closes every stream and link. In-flight sends reject with LinkDown. Afterwards the process can exit. */
  stop(): Promise<void>;
  /** The multiaddrs it listens on, with the ports it really got. */
  addresses(): readonly string[];
  isLinked(member: MemberId): boolean;
  /** Every linked member, sorted. */
  linked(): readonly MemberId[];
  /** Every `up` is a new connection: a member that reconnects goes `down` first. Returns the unsubscriber. */
  onLink(listener: (member: MemberId, state: LinkState) => void): () => void;
  registerStream(protocol: StreamProtocol): StreamHandle;
}

/** The part of a cluster file that the network needs. */
export type Membership = Pick<ClusterFile, 'nodes' | 'coordinators'>;

export interface HostOptions {
  /** 32-byte secp256k1 secret; its public key must be the one the cluster file has for `self`. */
  readonly identitySecret: Uint8Array;
  readonly self: { readonly kind: 'node' | 'coordinator'; readonly id: MemberId };
  readonly cluster: Membership;
  /** Multiaddrs to listen on; a coordinator needs none. */
  readonly listen: readonly string[];
  readonly transport: 'tcp' | 'memory';
  readonly log?: Logger;
  /** Milliseconds of a monotonic clock, for rate limits and backoff. */
  readonly now?: () => number;
  readonly tap?: FrameTap;
}
