import {
  type CeremonyView,
  type RequestView,
  type SignedOrder,
  type SignedRequest,
  type StatusView,
  statusViewSchema,
} from '@quorate/requests';
import { buildOrder, type OrderDraft } from './ceremonies/buildOrder.ts';
import { Ceremonies } from './ceremonies/ceremonies.ts';
import type { ClientConfig, WaitOptions } from './clientConfig.ts';
import { Api } from './http/api.ts';
import { type KeyListing, KeyRing } from './keys/keyRing.ts';
import type { VerifiedKey } from './keys/verifiedKey.ts';
import type { CeremonyOutcome, RequestOutcome, RequestSummary, Result } from './outcome.ts';
import { type BuiltRequest, buildRequest, type RequestDraft } from './requests/buildRequest.ts';
import { Requests } from './requests/requests.ts';
import { checkStatus } from './status/checkStatus.ts';

/**
 * A desk's view of the network. It trusts its pinned cluster file and nothing that the coordinator says: keys are
 * verified before they are returned, signatures before they are handed over.
 *
 * What the network or the coordinator does comes back as a result; only requests and orders that the caller built
 * wrongly throw RequestRejected.
 *
 * @example
 * const client = new QuorateClient({ coordinatorUrl, cluster: parseClusterFile(json), desk, now: Date.now, random });
 * const key = await client.key('treasury');
 * if (key.kind !== 'done') throw new Error(key.sentence);
 * const built = client.buildRequest({ key: key.value, intent: { kind: 'message', value: { text: 'hello' } } });
 * const outcome = await client.sign(built.signed, { until: Date.now() + 60_000 });
 * if (outcome.kind === 'signed') console.log(outcome.artefact.text);
 */
export class QuorateClient {
  readonly #config: ClientConfig;
  readonly #api: Api;
  readonly #keys: KeyRing;
  readonly #requests: Requests;
  readonly #ceremonies: Ceremonies;

  constructor(config: ClientConfig) {
    this.#config = config;
    this.#api = new Api(config);
    this.#keys = new KeyRing(this.#api, config.cluster);
    this.#requests = new Requests({ config, api: this.#api, keys: this.#keys });
    this.#ceremonies = new Ceremonies(config, this.#api, this.#keys);
  }

  /** Every key that checks out, and what was offered as a key and does not. */
  keys(): Promise<Result<KeyListing>> {
    return this.#keys.list();
  }

  /** @param nameOrId its name, or its id: 32 bytes in hex, which no name is long enough for */
  key(nameOrId: string): Promise<Result<VerifiedKey>> {
    return /^[0-9a-f]{64}$/.test(nameOrId) ? this.#keys.byId(nameOrId) : this.#keys.byName(nameOrId);
  }

  /** Decodes the intent for the key and signs the request; sends nothing. Throws RequestRejected. */
  buildRequest(draft: RequestDraft): BuiltRequest {
    return buildRequest(this.#config, draft);
  }

  /** The request of that id, if this desk sent it before for the same thing; else a new one, not sent yet. */
  resume(draft: RequestDraft & { readonly id: string }): Promise<Result<BuiltRequest>> {
    return this.#requests.resume(draft);
  }

  /** Sends a request and does not wait for it. The view is unverified. */
  submit(signed: SignedRequest): Promise<Result<RequestView>> {
    return this.#requests.submit(signed);
  }

  /** Sends a request, again where the first try was not answered, and waits for its verified signatures. */
  sign(signed: SignedRequest, wait: WaitOptions<RequestView>): Promise<RequestOutcome> {
    return this.#requests.sign(signed, wait);
  }

  /**
   * Waits for a request that was sent before, through network failures.
   * @param held the request, where the caller still has it; else the coordinator must give it back
   */
  waitFor(id: string, wait: WaitOptions<RequestView>, held?: SignedRequest): Promise<RequestOutcome> {
    return this.#requests.waitFor(id, wait, held);
  }

  /** What became of a request until now. */
  show(id: string): Promise<RequestOutcome> {
    return this.#requests.show(id);
  }

  /** This desk's requests, newest first. */
  list(limit = 20): Promise<Result<readonly RequestSummary[]>> {
    return this.#requests.list(limit);
  }

  /** Takes a request back; what is signed already stays signed and is returned as such. */
  cancel(id: string, held?: SignedRequest): Promise<RequestOutcome> {
    return this.#requests.cancel(id, held);
  }

  /** An order for a key, signed by this client's admin; sends nothing. Throws RequestRejected. */
  buildOrder(draft: OrderDraft): SignedOrder {
    return buildOrder(this.#config, draft);
  }

  /** Sends an order and waits for the verified key. */
  createKey(signed: SignedOrder, wait: WaitOptions<CeremonyView>): Promise<CeremonyOutcome> {
    return this.#ceremonies.create(signed, wait);
  }

  /** Waits for a key that was ordered before. */
  waitCeremony(signed: SignedOrder, wait: WaitOptions<CeremonyView>): Promise<CeremonyOutcome> {
    return this.#ceremonies.waitFor(signed, wait);
  }

  /** How the coordinator sees the members of the pinned cluster file, or of the revision that it names: its word, for people. */
  async status(): Promise<Result<StatusView>> {
    const said = await this.#api.call({ method: 'GET', path: '/v1/status', answer: statusViewSchema });
    return said.kind === 'done' ? checkStatus(said.value, this.#config.cluster, this.#api.url) : said;
  }
}
