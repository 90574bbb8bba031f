import { Bug, RequestRejected } from '@quorate/tss-core';
import { answerSchema, type Contract, type Port, type Schemas } from './contract.ts';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (problem: Error) => void;
}

/** Calls the thread at the other end of a port, which serves the contract. */
export class Caller<C extends Contract<C>> {
  readonly #port: Port;
  readonly #schemas: Schemas<C>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(port: Port, schemas: Schemas<C>) {
    this.#port = port;
    this.#schemas = schemas;
    port.on('message', (raw) => this.#settle(raw));
  }

  /** @param transfer buffers in `params` that move to the other thread instead of being copied */
  async call<K extends keyof C>(
    op: K,
    params: C[K]['params'],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<C[K]['result']> {
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#port.postMessage({ id, op, params }, [...transfer]);
    this.#waiting.set(id, { resolve, reject });
    return this.#schemas[op].result.parse(await promise);
  }

  /** The other thread is gone: nothing that waits will be answered. */
  end(problem: Error): void {
    for (const { reject } of this.#waiting.values()) reject(problem);
    this.#waiting.clear();
  }

  #settle(raw: unknown): void {
    const answer = answerSchema.parse(raw);
    const asked = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.kind === 'done') asked?.resolve(answer.result);
    else if (answer.kind === 'broken') asked?.reject(new Bug(answer.message));
    else asked?.reject(new RequestRejected(answer.code, answer.message, answer.hint));
  }
}
