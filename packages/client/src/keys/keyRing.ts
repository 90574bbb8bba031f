import { type ClusterFile, type KeyView, keyListSchema } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { Api } from '../http/api.ts';
import { printable } from '../http/printable.ts';
import type { Failure, Result } from '../outcome.ts';
import type { RefusedKey, VerifiedKey } from './verifiedKey.ts';
import { verifyKey } from './verifyKey.ts';

/** Every key of the cluster, and what was offered as one. */
export interface KeyListing {
  readonly keys: readonly VerifiedKey[];
  readonly refused: readonly RefusedKey[];
}

/** Fetches keys and lets through only what it verified. A verified key never changes, so it is kept. */
export class KeyRing {
  readonly #api: Api;
  readonly #cluster: ClusterFile;
  readonly #verified = new Map<string, VerifiedKey>();

  constructor(api: Api, cluster: ClusterFile) {
    this.#api = api;
    this.#cluster = cluster;
  }

  async list(): Promise<Result<KeyListing>> {
    const answer = await this.#api.call({ method: 'GET', path: '/v1/keys', answer: keyListSchema, isList: true });
    if (answer.kind !== 'done') return answer;
    const keys: VerifiedKey[] = [];
    const refused: RefusedKey[] = [];
    for (const view of answer.value.keys) {
      const outcome = this.#check(view);
      if ('sentence' in outcome) refused.push(outcome);
      else keys.push(outcome);
    }
    return { kind: 'done', value: { keys, refused } };
  }

  /** The one key of that name. */
  async byName(name: string): Promise<Result<VerifiedKey>> {
    return this.#find((key) => key.name === name, `key ${name}`);
  }

  /** @param id 32 bytes, hex */
  async byId(id: string): Promise<Result<VerifiedKey>> {
    const known = this.#verified.get(id);
    return known ? { kind: 'done', value: known } : this.#find((key) => key.id === id, `key ${id}`);
  }

  /** Verifies one key and keeps it. Throws RequestRejected. */
  admit(view: KeyView): VerifiedKey {
    const key = verifyKey(view, this.#cluster);
    this.#verified.set(key.id, key);
    return key;
  }

  async #find(
    matches: (key: { readonly name: string; readonly id: string }) => boolean,
    what: string,
  ): Promise<Result<VerifiedKey>> {
    const listing = await this.list();
    if (listing.kind !== 'done') return listing;
    const [key, another] = listing.value.keys.filter(matches);
    if (another) return ambiguous(what);
    if (key) return { kind: 'done', value: key };
    const refused = listing.value.refused.find(matches);
    return refused ? this.#api.lie(`${what} does not check out: ${refused.sentence}`) : unknown(what);
  }

  #check(view: KeyView): VerifiedKey | RefusedKey {
    try {
      return this.admit(view);
    } catch (problem) {
      if (!(problem instanceof RequestRejected)) throw problem;
      return { id: view.key, name: view.name, sentence: printable(problem.message) };
    }
  }
}

function unknown(what: string): Failure {
  return {
    kind: 'failed',
    code: 'unknown-key',
    sentence: `the cluster has no ${what}`,
    hint: 'list the keys; a key appears when every party has stored its share',
  };
}

function ambiguous(what: string): Failure {
  return {
    kind: 'failed',
    code: 'ambiguous-key',
    sentence: `there are two keys called ${what.slice(4)}`,
    hint: 'name it by its id',
  };
}
