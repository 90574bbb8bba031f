import {
  type CommitmentsFrame,
  commitmentsFrameCodec,
  commitmentsProtocolLimits,
  type Host,
  type StockFrame,
  type StreamHandle,
  type WantFrame,
} from '@quorate/network';
import { DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import type { Logger } from '../telemetry/index.ts';

/** What the other nodes say about nonces given in advance, each on its own channel. */
export interface CommitmentsHandler {
  /** Awaited before the peer's next frame: a peer that gives much waits for itself. */
  onStock(from: string, stock: StockFrame): Promise<void>;
  onWant(from: string, want: WantFrame): void;
  /** There is a new link to the node, which may have restarted. */
  onLinked(node: string): void;
}

/** The node's end of the commitments protocol. Losing a frame costs a round, so nothing is sent again by itself. */
export class CommitmentsChannel {
  readonly #host: Host;
  readonly #log: Logger;
  readonly #stream: StreamHandle;

  /** Registers the protocol with the host, which must not be started yet. */
  constructor(host: Host, log: Logger, handler: CommitmentsHandler) {
    this.#host = host;
    this.#log = log;
    this.#stream = host.registerStream({
      ...commitmentsProtocolLimits,
      onFrame: (from, encoded) => this.#receive(from, encoded, handler),
    });
    host.onLink((member, state) => {
      if (state === 'up') handler.onLinked(member);
    });
  }

  send(to: string, frame: CommitmentsFrame): void {
    if (!this.#host.isLinked(to)) return;
    this.#stream.send(to, encodeCbor(commitmentsFrameCodec, frame)).catch((problem: unknown) => {
      this.#log.debug({ to, err: problem }, 'nonces given in advance did not get through');
    });
  }

  async #receive(from: string, encoded: Uint8Array, handler: CommitmentsHandler): Promise<void> {
    const frame = this.#decode(from, encoded);
    if (frame?.kind === 'stock') await handler.onStock(from, frame.value);
    if (frame?.kind === 'want') handler.onWant(from, frame.value);
  }

  #decode(from: string, encoded: Uint8Array): CommitmentsFrame | undefined {
    try {
      return decodeCbor(commitmentsFrameCodec, encoded, commitmentsProtocolLimits.maxFrameBytes, 'commitments frame');
    } catch (problem) {
      if (!(problem instanceof DecodeError)) throw problem;
      this.#log.debug({ from, reason: problem.message }, 'commitments frame dropped');
      return undefined;
    }
  }
}
