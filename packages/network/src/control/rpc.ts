import type { MemberId } from '../host.ts';
import type { MethodName, RequestOf, ResponseOf } from './methods.ts';

/** Calls without an answer yet that one member may have at another. */
export const MAX_CALLS_IN_FLIGHT = 64;

/** What a handler knows about its caller. */
export interface CallContext {
  /** The coordinator that calls, proven by its identity key. */
  readonly from: MemberId;
  /** Aborts when the link to the caller is lost: nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/**
 * A node's side of the control contract. A RequestRejected crosses to the caller as it is; anything else thrown is
 * logged here and crosses as `internal`, without details.
 */
export type ControlServer = {
  readonly [M in MethodName]: (request: RequestOf<M>, call: CallContext) => ResponseOf<M> | Promise<ResponseOf<M>>;
};

export interface CallOptions {
  /** Instead of the method's own. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A coordinator's side. */
export interface ControlClient {
  /**
   * Rejects with LinkDown (also as soon as the link is lost while waiting), QueueFull (more than 64 calls in flight, or
   * a full send queue), CallTimeout, the signal's reason, or RequestRejected: the node's own, or `unknown-method`,
   * `undecodable`, `forbidden`, `busy`, `internal`, `bad-answer`.
   */
  call<M extends MethodName>(
    node: MemberId,
    method: M,
    request: RequestOf<M>,
    options?: CallOptions,
  ): Promise<ResponseOf<M>>;
}
