import { RequestRejected } from '@quorate/tss-core';
import { DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { CallTimeout, FrameTooLarge, LinkDown, QueueFull } from '../errors.ts';
import type { Host, MemberId, StreamHandle } from '../host.ts';
import {
  type ControlMessage,
  controlMessageCodec,
  controlProtocolLimits,
  type Failure,
  MAX_CONTROL_FRAME_BYTES,
} from './message.ts';
import { controlMethods, type MethodName, type RequestOf, type ResponseOf } from './methods.ts';
import { type CallOptions, type ControlClient, MAX_CALLS_IN_FLIGHT } from './rpc.ts';

interface Pending {
  readonly answered: (payload: Uint8Array) => void;
  readonly failed: (reason: unknown) => void;
}

/** Lets this coordinator call the nodes. Call before `host.start()`. */
export function createControlClient(host: Host): ControlClient {
  return new MultiplexedClient(host);
}

class MultiplexedClient implements ControlClient {
  readonly #handle: StreamHandle;
  readonly #pending = new Map<MemberId, Map<number, Pending>>();
  #lastId = 0;

  constructor(host: Host) {
    this.#handle = host.registerStream({
      ...controlProtocolLimits,
      onFrame: (from, frame) => this.#receive(from, frame),
      onReset: (member) => this.#lost(member),
    });
    host.onLink((member, state) => {
      if (state === 'down') this.#lost(member);
    });
  }

  async call<M extends MethodName>(
    node: MemberId,
    method: M,
    request: RequestOf<M>,
    options: CallOptions = {},
  ): Promise<ResponseOf<M>> {
    const { response, maxBytes } = controlMethods[method];
    const payload = await this.#exchange(node, method, encodeRequest(method, request), options);
    return decodeAnswer(node, () => decodeCbor(response, payload, maxBytes, method));
  }

  /** @returns the encoded answer. */
  async #exchange(node: MemberId, method: MethodName, payload: Uint8Array, options: CallOptions): Promise<Uint8Array> {
    options.signal?.throwIfAborted();
    const calls = this.#pending.get(node) ?? new Map<number, Pending>();
    this.#pending.set(node, calls);
    if (calls.size >= MAX_CALLS_IN_FLIGHT) throw new QueueFull(node);
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    calls.set(id, { answered: resolve, failed: reject });
    const giveUp = giveUpWhen(node, method, options, reject);
    try {
      const call = { kind: 'call', value: { id, method, payload } } as const;
      this.#handle.send(node, encodeCbor(controlMessageCodec, call)).catch(reject);
      return await promise;
    } finally {
      giveUp.cancel();
      calls.delete(id);
    }
  }

  #receive(from: MemberId, frame: Uint8Array): void {
    const message = decodeCbor(controlMessageCodec, frame, MAX_CONTROL_FRAME_BYTES, 'control message');
    if (message.kind === 'call') throw new DecodeError('control message', 'a coordinator answers no calls');
    // An answer that nobody waits for any more is forgotten: its caller timed out or gave up.
    const pending = this.#pending.get(from)?.get(message.value.id);
    if (pending) settle(pending, message);
  }

  #lost(member: MemberId): void {
    for (const pending of this.#pending.get(member)?.values() ?? []) pending.failed(new LinkDown(member));
  }
}

function settle(pending: Pending, message: Exclude<ControlMessage, { kind: 'call' }>): void {
  if (message.kind === 'answer') pending.answered(message.value.payload);
  else pending.failed(rejectionOf(message.value));
}

function rejectionOf({ code, message, hint }: Failure): RequestRejected {
  return new RequestRejected(code, message, hint ?? undefined);
}

/** Rejects at the call's deadline, or when its signal aborts. */
function giveUpWhen(
  node: MemberId,
  method: MethodName,
  { timeoutMs = controlMethods[method].timeoutMs, signal }: CallOptions,
  reject: (reason: unknown) => void,
): { cancel(): void } {
  const timer = setTimeout(() => reject(new CallTimeout(node, method, timeoutMs)), timeoutMs);
  const onAbort = (): void => reject(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    cancel() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

function encodeRequest<M extends MethodName>(name: M, request: RequestOf<M>): Uint8Array {
  const { request: codec, maxBytes } = controlMethods[name];
  const encoded = encodeCbor(codec, request);
  if (encoded.length > maxBytes) throw new FrameTooLarge(name, encoded.length, maxBytes);
  return encoded;
}

function decodeAnswer<T>(node: MemberId, decode: () => T): T {
  try {
    return decode();
  } catch (problem) {
    if (!(problem instanceof DecodeError)) throw problem;
    throw new RequestRejected(
      'bad-answer',
      `${node} answered with something that is not an answer: ${problem.message}`,
    );
  }
}
