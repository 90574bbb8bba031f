import { RequestRejected } from '@quorate/tss-core';
import { DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import type { Host, Logger, MemberId, Membership, StreamHandle } from '../host.ts';
import {
  type ControlMessage,
  controlMessageCodec,
  controlProtocolLimits,
  type Failure,
  MAX_CONTROL_FRAME_BYTES,
  MAX_ERROR_TEXT,
} from './message.ts';
import { controlMethods, isMethodName, type MethodName } from './methods.ts';
import { type CallContext, type ControlServer, MAX_CALLS_IN_FLIGHT } from './rpc.ts';

export interface ServeOptions {
  readonly host: Host;
  /** Only its coordinators may call. */
  readonly cluster: Membership;
  readonly server: ControlServer;
  readonly log: Logger;
}

type IncomingCall = Extract<ControlMessage, { kind: 'call' }>['value'];

/** Lets the coordinators of the cluster call this node. Call before `host.start()`. */
export function serveControl(options: ServeOptions): void {
  const service = new ControlService(options);
  options.host.onLink((member, state) => {
    if (state === 'down') service.hungUp(member);
  });
}

class ControlService {
  readonly #options: ServeOptions;
  readonly #coordinators: ReadonlySet<MemberId>;
  readonly #handle: StreamHandle;
  readonly #inFlight = new Map<MemberId, Set<AbortController>>();

  constructor(options: ServeOptions) {
    this.#options = options;
    this.#coordinators = new Set(options.cluster.coordinators.map(({ id }) => id));
    this.#handle = options.host.registerStream({
      ...controlProtocolLimits,
      onFrame: (from, frame) => this.#receive(from, frame),
    });
  }

  hungUp(caller: MemberId): void {
    for (const call of this.#inFlight.get(caller) ?? []) call.abort();
  }

  /** Does not wait for the answer: calls are concurrent, and bounded by MAX_CALLS_IN_FLIGHT. */
  #receive(from: MemberId, frame: Uint8Array): void {
    const message = decodeCbor(controlMessageCodec, frame, MAX_CONTROL_FRAME_BYTES, 'control message');
    if (message.kind !== 'call') throw new DecodeError('control message', 'a node makes no calls, so gets no answers');
    void this.#serve(from, message.value);
  }

  async #serve(from: MemberId, call: IncomingCall): Promise<void> {
    const reply = await this.#outcome(from, call);
    try {
      await this.#handle.send(from, encodeCbor(controlMessageCodec, reply));
    } catch (problem) {
      this.#options.log.debug({ member: from, method: call.method, err: problem }, 'answer could not be sent');
    }
  }

  async #outcome(from: MemberId, call: IncomingCall): Promise<ControlMessage> {
    const calls = this.#inFlight.get(from) ?? new Set();
    this.#inFlight.set(from, calls);
    const controller = new AbortController();
    try {
      this.#admit(from, calls.size);
      calls.add(controller);
      const payload = await this.#answer(call, { from, signal: controller.signal });
      return { kind: 'answer', value: { id: call.id, payload } };
    } catch (problem) {
      return { kind: 'failure', value: this.#failure(from, call, problem) };
    } finally {
      calls.delete(controller);
    }
  }

  #admit(from: MemberId, inFlight: number): void {
    if (!this.#coordinators.has(from)) throw new RequestRejected('forbidden', 'only a coordinator may call a node');
    if (inFlight >= MAX_CALLS_IN_FLIGHT) {
      throw new RequestRejected('busy', `${MAX_CALLS_IN_FLIGHT} calls are in flight already`, 'wait for their answers');
    }
  }

  #answer({ method, payload }: IncomingCall, context: CallContext): Promise<Uint8Array> {
    if (isMethodName(method)) return answerOf(method, this.#options.server, payload, context);
    throw new RequestRejected('unknown-method', `this node has no method "${method}"`, 'is it an older release?');
  }

  #failure(from: MemberId, { id, method }: IncomingCall, problem: unknown): Failure {
    if (problem instanceof RequestRejected) {
      const { code, message, hint } = problem;
      return { id, code, message: shortened(message), hint: hint === undefined ? null : shortened(hint) };
    }
    this.#options.log.error({ member: from, method, err: problem }, 'a call failed');
    return { id, code: 'internal', message: 'the node failed to answer; its log says why', hint: null };
  }
}

async function answerOf<M extends MethodName>(
  name: M,
  server: ControlServer,
  payload: Uint8Array,
  context: CallContext,
): Promise<Uint8Array> {
  const { request, response, maxBytes } = controlMethods[name];
  const answer = await server[name](
    decodeRequest(() => decodeCbor(request, payload, maxBytes, name)),
    context,
  );
  const encoded = encodeCbor(response, answer);
  if (encoded.length > maxBytes) throw new Error(`an answer to ${name} of ${encoded.length} bytes`);
  return encoded;
}

function decodeRequest<T>(decode: () => T): T {
  try {
    return decode();
  } catch (problem) {
    if (problem instanceof DecodeError) throw new RequestRejected('undecodable', problem.message);
    throw problem;
  }
}

function shortened(sentence: string): string {
  return sentence.slice(0, MAX_ERROR_TEXT).toWellFormed();
}
