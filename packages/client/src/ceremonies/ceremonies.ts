import {
  type CeremonyView,
  ceremonyViewSchema,
  encodeSignedOrder,
  keyIdOf,
  orderHash,
  type SignedOrder,
  toBase64,
  toHex,
} from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { ClientConfig, WaitOptions } from '../clientConfig.ts';
import type { Api } from '../http/api.ts';
import { deliver } from '../http/deliver.ts';
import { outcomeUnknown } from '../http/failures.ts';
import { poll } from '../http/poll.ts';
import { printable } from '../http/printable.ts';
import type { KeyRing } from '../keys/keyRing.ts';
import type { CeremonyOutcome, Failure, Result } from '../outcome.ts';

/** What the coordinator's routes under `/v1/ceremonies` do. */
export class Ceremonies {
  readonly #config: ClientConfig;
  readonly #api: Api;
  readonly #keys: KeyRing;

  constructor(config: ClientConfig, api: Api, keys: KeyRing) {
    this.#config = config;
    this.#api = api;
    this.#keys = keys;
  }

  /** Sends once. The same order sent again is the same ceremony. */
  async submit(signed: SignedOrder, signal?: AbortSignal): Promise<Result<CeremonyView>> {
    const body = { order: toBase64(encodeSignedOrder(signed)) };
    return this.#api.call({ method: 'POST', path: '/v1/ceremonies', body, answer: ceremonyViewSchema, signal });
  }

  async create(signed: SignedOrder, wait: WaitOptions<CeremonyView>): Promise<CeremonyOutcome> {
    const sent = await deliver(this.#config, wait, () => this.submit(signed, wait.signal));
    if (sent.kind !== 'done') return sent;
    const outcome = await this.waitFor(signed, wait);
    return outcome.kind === 'unreachable' ? { ...this.#lost(), view: sent.value } : outcome;
  }

  async waitFor(signed: SignedOrder, wait: WaitOptions<CeremonyView>): Promise<CeremonyOutcome> {
    const ask = (waitMs: number) => this.#fetch(signed, waitMs, wait.signal);
    const { view, failure } = await poll(this.#config, wait, ask, ({ state }) => state !== 'running');
    if (!view) return failure ?? this.#lost();
    if (failure) return failure.kind === 'unreachable' ? { ...this.#lost(), view } : { ...failure, view };
    return this.#judge(signed, view);
  }

  async #fetch(signed: SignedOrder, waitMs: number, signal?: AbortSignal): Promise<Result<CeremonyView>> {
    const hash = toHex(orderHash(signed.order));
    const path = `/v1/ceremonies/${hash}${waitMs > 0 ? `?wait=${Math.floor(waitMs)}` : ''}`;
    const answer = await this.#api.call({ method: 'GET', path, waitMs, answer: ceremonyViewSchema, signal });
    if (answer.kind !== 'done') return answer;
    const isOurs = answer.value.order === hash && answer.value.key === toHex(keyIdOf(signed.order));
    return isOurs ? answer : this.#api.lie('asked about one key ceremony, it speaks of another');
  }

  #judge(signed: SignedOrder, view: CeremonyView): CeremonyOutcome {
    if (view.state === 'running') return { kind: 'pending', view };
    if (view.state === 'failed') return { ...ceremonyFailed(view), view };
    const { key, name, certificate = '', acknowledgements = [] } = view;
    try {
      const order = toBase64(encodeSignedOrder(signed));
      return { kind: 'done', view, key: this.#keys.admit({ key, name, order, certificate, acknowledgements }) };
    } catch (problem) {
      if (problem instanceof RequestRejected)
        return this.#api.lie(`key ${name} does not check out: ${problem.message}`);
      throw problem;
    }
  }

  #lost(): Failure {
    return outcomeUnknown(this.#api.url, 'was lost while the key was being made');
  }
}

function ceremonyFailed({ name, reason, missing, culprits }: CeremonyView): Failure {
  const why = [
    reason,
    missing.length > 0 ? `no answer from ${missing.join(', ')}` : undefined,
    culprits.length > 0 ? `${culprits.join(', ')} provably cheated` : undefined,
  ].filter((text) => text !== undefined);
  const detail = why.length > 0 ? `: ${printable(why.join('; '))}` : '';
  return { kind: 'failed', code: 'ceremony-failed', sentence: `key ${name} was not made${detail}` };
}
