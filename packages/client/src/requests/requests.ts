import {
  encodeSignedRequest,
  type RequestView,
  requestListSchema,
  requestViewSchema,
  type SignedRequest,
  toBase64,
} from '@quorate/requests';
import type { WaitOptions } from '../clientConfig.ts';
import { deliver } from '../http/deliver.ts';
import { outcomeUnknown } from '../http/failures.ts';
import { longestWait, type Polled, poll } from '../http/poll.ts';
import type { RequestOutcome, RequestSummary, Result } from '../outcome.ts';
import { buildCancel } from './buildCancel.ts';
import { type BuiltRequest, buildRequest, type RequestDraft } from './buildRequest.ts';
import { type Chamber, judgeView } from './judgeView.ts';
import { sentBefore } from './sentBefore.ts';

/** What the coordinator's routes under `/v1/requests` do, for one desk. */
export class Requests {
  readonly #chamber: Chamber;

  constructor(chamber: Chamber) {
    this.#chamber = chamber;
  }

  /**
   * Sends once. The view is the coordinator's word: see `judgeView`.
   * @param waitMs how long it may hold its answer back until the request has ended
   */
  async submit(signed: SignedRequest, waitMs = 0, signal?: AbortSignal): Promise<Result<RequestView>> {
    const body = { request: toBase64(encodeSignedRequest(signed)) };
    const path = `/v1/requests${waitQuery(waitMs)}`;
    return this.#chamber.api.call({ method: 'POST', path, body, waitMs, answer: requestViewSchema, signal });
  }

  async sign(signed: SignedRequest, wait: WaitOptions<RequestView>): Promise<RequestOutcome> {
    // Whoever watches wants to see at once that it was taken.
    const waitMs = () => (wait.onView ? 0 : longestWait(this.#chamber.config, wait));
    const sent = await deliver(this.#chamber.config, wait, () => this.submit(signed, waitMs(), wait.signal));
    if (sent.kind !== 'done') return sent;
    wait.onView?.(sent.value);
    const first = await judgeView(this.#chamber, sent.value, signed);
    if (first.kind !== 'pending') return first;
    const outcome = await this.waitFor(signed.request.id, wait, signed);
    // It was taken, so "nothing was sent" is no longer true of anything that follows.
    return outcome.kind === 'unreachable' ? { ...this.#lost(), view: sent.value } : outcome;
  }

  async waitFor(id: string, wait: WaitOptions<RequestView>, held?: SignedRequest): Promise<RequestOutcome> {
    const ask = (waitMs: number) => this.#fetch(id, waitMs, wait.signal);
    const polled = await poll(this.#chamber.config, wait, ask, (view) => view.state !== 'pending');
    return this.#judge(polled, held);
  }

  async show(id: string): Promise<RequestOutcome> {
    const answer = await this.#fetch(id, 0);
    return answer.kind === 'done' ? judgeView(this.#chamber, answer.value) : answer;
  }

  /** The request of that id, if this desk sent it before for the same thing; else a new one. */
  async resume(draft: RequestDraft & { readonly id: string }): Promise<Result<BuiltRequest>> {
    const answer = await this.#fetch(draft.id, 0);
    if (answer.kind === 'done') return sentBefore(this.#chamber, answer.value, draft);
    return answer.status === 404 ? { kind: 'done', value: buildRequest(this.#chamber.config, draft) } : answer;
  }

  async list(limit: number): Promise<Result<readonly RequestSummary[]>> {
    const path = `/v1/requests?limit=${limit}`;
    const answer = await this.#chamber.api.call({ method: 'GET', path, answer: requestListSchema, isList: true });
    if (answer.kind !== 'done') return answer;
    return {
      kind: 'done',
      value: answer.value.requests.map(({ signatures, attestations, request, ...summary }) => summary),
    };
  }

  async cancel(id: string, held?: SignedRequest): Promise<RequestOutcome> {
    const { api, config } = this.#chamber;
    const current = await this.#fetch(id, 0);
    if (current.kind !== 'done') return current;
    const before = await judgeView(this.#chamber, current.value, held);
    if (before.kind !== 'pending') return before;
    const body = { cancel: buildCancel(config, current.value, held) };
    const path = `/v1/requests/${encodeURIComponent(id)}/cancel`;
    const answer = await api.call({ method: 'POST', path, body, answer: requestViewSchema });
    return answer.kind === 'done' ? judgeView(this.#chamber, answer.value, held) : answer;
  }

  async #fetch(id: string, waitMs: number, signal?: AbortSignal): Promise<Result<RequestView>> {
    const { api } = this.#chamber;
    const path = `/v1/requests/${encodeURIComponent(id)}${waitQuery(waitMs)}`;
    const answer = await api.call({ method: 'GET', path, waitMs, answer: requestViewSchema, signal });
    if (answer.kind === 'done' && answer.value.id !== id) return api.lie(`asked about ${id}, it speaks of another`);
    return answer;
  }

  async #judge({ view, failure }: Polled<RequestView>, held?: SignedRequest): Promise<RequestOutcome> {
    if (!view) return failure ?? this.#lost();
    if (!failure) return judgeView(this.#chamber, view, held);
    return failure.kind === 'unreachable' ? { ...this.#lost(), view } : { ...failure, view };
  }

  #lost() {
    return outcomeUnknown(this.#chamber.api.url, 'was lost while the request was under way');
  }
}

function waitQuery(waitMs: number): string {
  return waitMs > 0 ? `?wait=${Math.floor(waitMs)}` : '';
}
