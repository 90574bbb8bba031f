import { readBody } from './readBody.ts';
import { whyNotSent } from './whyNotSent.ts';

export interface Exchange {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What came back, whatever it is. */
export type Answer =
  | { readonly kind: 'json'; readonly status: number; readonly value: unknown }
  /** Something that no coordinator says; `what` completes "it answered with …". */
  | { readonly kind: 'not-ours'; readonly status: number; readonly what: string }
  | { readonly kind: 'silence' }
  /** `why`: the name of the failure to connect; none if the caller had given up. */
  | { readonly kind: 'not-sent'; readonly why?: string };

/** Sends one HTTP request. Never throws for what the network or the other side does. */
export async function exchange(call: Exchange, fetch: typeof globalThis.fetch): Promise<Answer> {
  if (call.signal?.aborted) return { kind: 'not-sent' };
  try {
    return await readAnswer(await fetch(call.url, requestInit(call)), call.maxBytes);
  } catch (error) {
    const why = whyNotSent(error);
    return why === undefined ? { kind: 'silence' } : { kind: 'not-sent', why };
  }
}

function requestInit({ method, headers, body, timeoutMs, signal }: Exchange): RequestInit {
  const timeout = AbortSignal.timeout(timeoutMs);
  return {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    // A signed call belongs to the address it was made for.
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  };
}

async function readAnswer(response: Response, maxBytes: number): Promise<Answer> {
  const { status } = response;
  const notOurs = (what: string): Answer => ({ kind: 'not-ours', status, what });
  const type = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  if (status === 0 || (status >= 300 && status < 400)) return drop(response, notOurs('a redirect'));
  if (type !== 'application/json') return drop(response, notOurs(`${type || 'something untyped'} instead of JSON`));
  const text = await readBody(response, maxBytes);
  if (text === undefined) return notOurs(`more than ${maxBytes} bytes`);
  try {
    return { kind: 'json', status, value: JSON.parse(text) };
  } catch {
    return notOurs('broken JSON');
  }
}

/** An answer nobody reads must still be let go, or its connection stays open. */
async function drop(response: Response, answer: Answer): Promise<Answer> {
  await response.body?.cancel();
  return answer;
}
