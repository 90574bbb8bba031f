import {
  type CallOptions,
  CallTimeout,
  type ControlServer,
  controlMethods,
  LinkDown,
  type LinkState,
  type MemberId,
  type MethodName,
  type RequestOf,
  type ResponseOf,
} from '@quorate/network';
import type { SampleCluster, SampleKey } from '@quorate/requests/testing';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import type { Nodes } from '../interfaces.ts';
import { FakeSessions } from './fakeSessions.ts';
import { honestNode } from './honestNode.ts';

export interface Call {
  readonly node: MemberId;
  readonly method: MethodName;
}

/** Never answers, as a process that got SIGSTOP. */
export function frozen(): Promise<never> {
  return new Promise(() => undefined);
}

/**
 * In-memory twin of the nodes behind the control contract: honest ones that sign with a sample key, whose behaviour a
 * test may replace method by method. Every message passes through its codec, as on the wire.
 */
export class FakeNodes implements Nodes {
  /** Every call that reached a node, in order. */
  readonly calls: Call[] = [];
  readonly sessions: FakeSessions;
  readonly #honest = new Map<MemberId, ControlServer>();
  readonly #servers = new Map<MemberId, ControlServer>();
  readonly #up = new Map<MemberId, AbortController>();
  readonly #listeners = new Set<(node: MemberId, state: LinkState) => void>();

  constructor(sample: SampleCluster, key: SampleKey) {
    this.sessions = new FakeSessions(key);
    for (const { id } of sample.cluster.nodes) {
      this.#honest.set(id, honestNode(id, sample, key, this.sessions));
      this.behave(id, {});
      this.#up.set(id, new AbortController());
    }
  }

  /** Makes a node honest but for these methods. */
  behave(node: MemberId, behaviour: Partial<ControlServer>): void {
    this.#servers.set(node, { ...this.honest(node), ...behaviour });
  }

  honest(node: MemberId): ControlServer {
    const server = this.#honest.get(node);
    if (!server) throw new Error(`there is no ${node}`);
    return server;
  }

  /** Cuts the link to a node; calls that wait for it fail. */
  cut(node: MemberId): void {
    this.#up.get(node)?.abort(new LinkDown(node));
    this.#up.delete(node);
    for (const listener of this.#listeners) listener(node, 'down');
  }

  link(node: MemberId): void {
    this.#up.set(node, new AbortController());
    for (const listener of this.#listeners) listener(node, 'up');
  }

  isLinked(node: MemberId): boolean {
    return this.#up.has(node);
  }

  onLink(listener: (node: MemberId, state: LinkState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Names of the nodes that got calls of a method, in order. */
  callsOf(method: MethodName): MemberId[] {
    return this.calls.filter((call) => call.method === method).map(({ node }) => node);
  }

  async call<M extends MethodName>(
    node: MemberId,
    method: M,
    request: RequestOf<M>,
    { timeoutMs = controlMethods[method].timeoutMs, signal }: CallOptions = {},
  ): Promise<ResponseOf<M>> {
    signal?.throwIfAborted();
    const link = this.#up.get(node);
    const server = this.#servers.get(node);
    if (!link || !server) throw new LinkDown(node);
    this.calls.push({ node, method });
    const { request: asked, response } = controlMethods[method];
    const received = decodeCbor(asked, encodeCbor(asked, request), 1 << 23);
    const ended = AbortSignal.any([link.signal, ...(signal ? [signal] : [])]);
    const answer = await Promise.race([
      Promise.resolve(server[method](received, { from: 'coordinator-1', signal: link.signal })),
      deadline(node, method, timeoutMs, ended),
    ]);
    return decodeCbor(response, encodeCbor(response, answer), 1 << 23);
  }
}

function deadline(node: MemberId, method: MethodName, timeoutMs: number, ended: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new CallTimeout(node, method, timeoutMs)), timeoutMs);
    timer.unref();
    const end = () => reject(ended.reason);
    if (ended.aborted) end();
    ended.addEventListener('abort', end, { once: true });
  });
}
