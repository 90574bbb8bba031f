import type { MemberId } from '@quorate/network';
import { type Choice, selectSigners } from '../attempts/selectSigners.ts';
import type { Suspicion } from '../attempts/suspicion.ts';
import type { KnownKey, Nodes } from '../interfaces.ts';
import type { LatencyBook } from '../nodes/latency.ts';

export interface PreferredModules {
  readonly nodes: Pick<Nodes, 'isLinked'>;
  readonly latency: Pick<LatencyBook, 'of'>;
  readonly recent: Suspicion;
  readonly now: () => number;
}

/** A node that did not answer in time is not preferred for so long: by then a frozen one has lost its link. */
const SILENT_MS = 15_000;

/**
 * The signers that an ECDSA key is to be signed with as long as nothing speaks against them: presignatures are made with
 * them, and nodes are told when they are asked for their readies. It changes as rarely as possible, since another set has
 * other presignatures.
 */
export class PreferredSigners {
  readonly #modules: PreferredModules;
  readonly #chosen = new Map<string, Choice>();
  readonly #silentUntil = new Map<MemberId, number>();
  readonly #convicted = new Set<MemberId>();
  /** Those that make no presignatures, as nodes with a module do not. */
  readonly #without = new Set<MemberId>();

  constructor(modules: PreferredModules) {
    this.#modules = modules;
  }

  /** Undefined while too few nodes are there, or no set of them makes presignatures. */
  of(key: Pick<KnownKey, 'id' | 'structure'>): Choice | undefined {
    const { latency, recent } = this.#modules;
    const known = this.#chosen.get(key.id);
    if (known && this.#isSound(known)) return known;
    const ready = key.structure.parties.filter(({ node }) => this.#isThere(node)).map(({ index }) => index);
    const choice = selectSigners(key.structure, {
      ready: new Set(ready),
      required: [],
      request: recent,
      recent,
      latencyMs: (node) => latency.of(node),
    });
    if (choice) this.#chosen.set(key.id, choice);
    else this.#chosen.delete(key.id);
    return choice;
  }

  /** Whether a node makes presignatures at all. */
  makes(node: MemberId, any: boolean): void {
    if (any) this.#without.delete(node);
    else this.#without.add(node);
  }

  /** It has not answered while others did. */
  silent(node: MemberId): void {
    this.#silentUntil.set(node, this.#modules.now() + SILENT_MS);
  }

  /** It has cheated in a presigning: no more of those with it. */
  convict(node: MemberId): void {
    this.#convicted.add(node);
  }

  #isSound({ nodes }: Choice): boolean {
    const { recent } = this.#modules;
    const doubtful = (node: MemberId, i: number) =>
      recent.node(node) > 0 || nodes.slice(i + 1).some((other) => recent.pair(node, other) > 0);
    return nodes.every((node, i) => this.#isThere(node) && !doubtful(node, i));
  }

  #isThere(node: MemberId): boolean {
    const { nodes, now } = this.#modules;
    const mayServe = !this.#convicted.has(node) && !this.#without.has(node);
    return mayServe && nodes.isLinked(node) && now() >= (this.#silentUntil.get(node) ?? 0);
  }
}
