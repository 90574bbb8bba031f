import { authHeader, errorBodySchema } from '@quorate/requests';
import type { z } from 'zod';
import type { ClientConfig } from '../clientConfig.ts';
import type { Failure, Result } from '../outcome.ts';
import { type Answer, exchange } from './exchange.ts';
import { falseAnswer, noAnswer, notACoordinator, outcomeUnknown, refusal, unreachable } from './failures.ts';

/** Beyond the long-poll's own wait. */
const ANSWER_TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 16 << 20;
const MAX_LIST_BYTES = 64 << 20;

export interface ApiCall<T> {
  readonly method: 'GET' | 'POST';
  /** From `/v1` on. */
  readonly path: string;
  readonly body?: object;
  readonly answer: z.ZodType<T>;
  /** How long the coordinator was asked to hold its answer back. */
  readonly waitMs?: number;
  readonly isList?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Calls the coordinator with the desk's signature and parses what it says. */
export class Api {
  readonly url: string;
  readonly #config: ClientConfig;

  constructor(config: ClientConfig) {
    this.url = config.coordinatorUrl.replace(/\/+$/, '');
    this.#config = config;
  }

  async call<T>(call: ApiCall<T>): Promise<Result<T>> {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const answer = await exchange(
      {
        url: this.url + call.path,
        method: call.method,
        headers: this.#headers(call, body),
        ...(body === undefined ? {} : { body }),
        maxBytes: call.isList ? MAX_LIST_BYTES : MAX_ANSWER_BYTES,
        timeoutMs: (call.waitMs ?? 0) + ANSWER_TIMEOUT_MS,
        signal: call.signal,
      },
      this.#config.fetch ?? globalThis.fetch,
    );
    return this.#judge(call, answer);
  }

  #headers({ method, path }: ApiCall<unknown>, body = ''): Record<string, string> {
    const { desk, now } = this.#config;
    const signed = { method, path, body: new TextEncoder().encode(body) };
    return {
      accept: 'application/json',
      authorization: authHeader({ kind: 'desk', id: desk.id }, desk.secret, signed, now()),
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
    };
  }

  #judge<T>({ method, answer: schema }: ApiCall<T>, answer: Answer): Result<T> {
    const mayHaveActed = method === 'POST';
    switch (answer.kind) {
      case 'not-sent':
        return unreachable(this.url, answer.why);
      case 'silence':
        return mayHaveActed ? outcomeUnknown(this.url) : noAnswer(this.url);
      case 'not-ours':
        // A proxy's error page says nothing about what the coordinator behind it did.
        return mayHaveActed && answer.status >= 500
          ? outcomeUnknown(this.url, `answered with ${answer.what}`)
          : notACoordinator(this.url, answer.what, answer.status);
      case 'json':
        return answer.status >= 200 && answer.status < 300
          ? this.#parse(schema, answer.status, answer.value)
          : this.#refusal(answer.status, answer.value);
    }
  }

  #parse<T>(schema: z.ZodType<T>, status: number, value: unknown): Result<T> {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { kind: 'done', value: parsed.data };
    const [issue] = parsed.error.issues;
    const at = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
    return notACoordinator(this.url, `JSON of another form${at}`, status);
  }

  #refusal(status: number, value: unknown): Result<never> {
    const parsed = errorBodySchema.safeParse(value);
    return parsed.success ? refusal(status, parsed.data) : notACoordinator(this.url, `status ${status}`, status);
  }

  /** It said something that does not hold. */
  lie(what: string): Failure {
    return falseAnswer(this.url, what);
  }
}
