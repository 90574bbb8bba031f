import { isEcdsaScheme, type PartyIndex } from '@quorate/tss-core';
import type { Nodes, SigningJob } from '../interfaces.ts';
import type { LatencyBook } from '../nodes/latency.ts';
import type { PreferredSigners } from '../presigning/preferredSigners.ts';
import type { Gathering } from './gatherReadies.ts';
import { haveOnePresignature, mayHaveOnePresignature } from './onePresignature.ts';
import { type Choice, selectSigners } from './selectSigners.ts';
import type { Suspicion } from './suspicion.ts';
import type { Timing } from './timing.ts';
import type { Trial } from './trial.ts';

export interface ChoosingModules {
  readonly nodes: Pick<Nodes, 'isLinked'>;
  readonly latency: LatencyBook;
  /** What failed attempts of any request hold against nodes; fades. */
  readonly recent: Suspicion;
  readonly preferred: Pick<PreferredSigners, 'of' | 'silent'>;
  readonly timing: Timing;
}

/**
 * Recent doubts up to this are what a single reporter collects; more means that the best choice stumbled as such, so it
 * is worth a little more time to see whether others answer.
 */
const TOLERABLE_DOUBT = 2;

/** Who is to sign one request: before anybody was asked, among those who are ready, and how long to wait for better ones. */
export class Choosing {
  readonly #job: Pick<SigningJob, 'key' | 'cosigners'>;
  readonly #trial: Trial;
  readonly #modules: ChoosingModules;

  constructor(job: Pick<SigningJob, 'key' | 'cosigners'>, trial: Trial, modules: ChoosingModules) {
    this.#job = job;
    this.#trial = trial;
    this.#modules = modules;
  }

  /** Of an ECDSA key: those with whom there are presignatures, if anybody. */
  preferred(): Choice | undefined {
    const { key } = this.#job;
    if (!isEcdsaScheme(key.structure.scheme)) return undefined;
    const choice = this.#modules.preferred.of(key);
    const isPossible =
      this.#isUnconvicted(choice) && this.#job.cosigners.every((party) => choice?.parties.includes(party));
    return isPossible ? choice : undefined;
  }

  /** Who will sign if all goes well; undefined where something speaks against whoever would be best. */
  intended(preferred: Choice | undefined): Choice | undefined {
    if (preferred) return preferred;
    const linked = this.#trial.candidates().filter(({ node }) => this.#modules.nodes.isLinked(node));
    const choice = this.#best(linked.map(({ index }) => index));
    return choice && choice.doubt.request + choice.doubt.recent === 0 ? choice : undefined;
  }

  /** Those preferred, if they have set the same presignature aside; else whoever is best of those ready. */
  among({ readies }: Gathering, preferred: Choice | undefined): Choice | undefined {
    const areReady = preferred && haveOnePresignature(preferred.parties.map((party) => readies.get(party)));
    if (areReady && this.#isUnconvicted(preferred)) return preferred;
    // Some may have been convicted since they were asked.
    const candidates = this.#trial.candidates().map(({ index }) => index);
    return this.#best(candidates.filter((party) => readies.has(party)));
  }

  /** How many ms a better choice is waited for; undefined as long as there is none. */
  patience(soFar: Gathering, preferred: Choice | undefined, intended: Choice | undefined): number | undefined {
    const { timing } = this.#modules;
    const choice = this.among(soFar, preferred);
    if (!choice) return undefined;
    if (choice.parties.join() === intended?.parties.join()) return 0;
    if (preferred && mayHaveOnePresignature(soFar, preferred)) return timing.presignedGraceMs;
    if (choice.doubt.request > 0) return timing.patienceMs;
    return choice.doubt.recent > TOLERABLE_DOUBT ? timing.doubtfulGraceMs : timing.graceMs;
  }

  /** Whoever kept the others waiting is not preferred the next time. */
  noteSilence({ unanswered }: Gathering, preferred: Choice | undefined): void {
    for (const [i, party] of (preferred?.parties ?? []).entries()) {
      const node = preferred?.nodes[i];
      if (node !== undefined && unanswered.has(party)) this.#modules.preferred.silent(node);
    }
  }

  #isUnconvicted(choice: Choice | undefined): boolean {
    const candidates = this.#trial.candidates().map(({ node }) => node);
    return choice?.nodes.every((node) => candidates.includes(node)) ?? false;
  }

  #best(ready: readonly PartyIndex[]): Choice | undefined {
    const { recent, latency } = this.#modules;
    return selectSigners(this.#job.key.structure, {
      ready: new Set(ready),
      required: this.#job.cosigners,
      request: this.#trial.doubts,
      recent,
      latencyMs: (node) => latency.of(node),
    });
  }
}
