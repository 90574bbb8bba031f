import { bytesToHex } from '@noble/hashes/utils.js';
import type { MemberId, Readiness } from '@quorate/network';
import type { AttemptView } from '@quorate/requests';
import { isEcdsaScheme, type SignedAttestation } from '@quorate/tss-core';
import type { AuxGenerations } from '../aux/auxBook.ts';
import type { Fulfilment, JobWatcher, Nodes, SigningJob } from '../interfaces.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { AttemptEnd } from './attemptEnd.ts';
import { type AttemptOutcome, outcomeOf } from './attemptOutcome.ts';
import { Choosing, type ChoosingModules } from './choosing.ts';
import type { Convict } from './convictor.ts';
import { type Gathering, gatherReadies } from './gatherReadies.ts';
import { acceptsReady, attestationsOf } from './judgeReady.ts';
import { type Offer, runAttempt } from './runAttempt.ts';
import type { Choice } from './selectSigners.ts';
import { signingOffer } from './signingOffer.ts';
import { Trial } from './trial.ts';

export interface PursuitModules extends ChoosingModules {
  readonly nodes: Nodes;
  readonly convict: Convict;
  readonly aux: AuxGenerations;
  readonly now: () => number;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'attempts' | 'attemptSeconds'>;
}

export type Step =
  | { readonly kind: 'over'; readonly fulfilment: Fulfilment }
  /** An attempt failed. `doubtful`: its signers had failed this request before, and there was no better choice. */
  | { readonly kind: 'failed'; readonly doubtful: boolean }
  /** There were not enough nodes for an attempt. */
  | { readonly kind: 'short' };

/** An attempt of five rounds, seconds of every signer's arithmetic: it waits until not too many are under way. */
export interface Heavy {
  readonly kind: 'heavy';
  /** Makes the attempt, when its turn has come. */
  go(): Promise<Step>;
}

/** Enough nodes are ready, and what they are offered. */
interface Prepared {
  readonly kind: 'prepared';
  readonly choice: Choice;
  readonly offer: Offer;
  readonly attestations: readonly SignedAttestation[];
  /** Unix milliseconds. */
  readonly at: number;
}

/** Whoever waited longer for its turn asks the nodes anew: some may be gone, or have a presignature by now. */
const FRESH_MS = 1_000;

/** One request on its way to a signature. */
export class Pursuit {
  readonly #job: SigningJob;
  readonly #watcher: JobWatcher;
  readonly #modules: PursuitModules;
  readonly #trial: Trial;
  readonly #choosing: Choosing;
  readonly #log: Logger;
  /** Whether nodes are asked to set nonces aside, so that one round is enough. After a failure two rounds are surer. */
  #reserve = true;

  constructor(job: SigningJob, watcher: JobWatcher, modules: PursuitModules) {
    this.#job = job;
    this.#watcher = watcher;
    this.#modules = modules;
    this.#trial = new Trial(job.key.structure, job.cosigners, modules.now);
    this.#trial.convict(job.earlier.flatMap(({ culprits }) => culprits));
    this.#choosing = new Choosing(job, this.#trial, modules);
    this.#log = modules.log.child({ request: job.request.id, requestHash: bytesToHex(job.hash) });
  }

  /** Nodes that may still sign for it. */
  candidates(): string[] {
    return this.#trial.candidates().map(({ node }) => node);
  }

  /** Asks the nodes, and makes one attempt if enough of them are ready; a heavy one is left for later. */
  async step(): Promise<Step | Heavy> {
    const prepared = await this.#prepare();
    if (prepared.kind !== 'prepared') return prepared;
    return prepared.offer.rounds === 5
      ? { kind: 'heavy', go: () => this.#heavyAttempt(prepared) }
      : this.#attempt(prepared);
  }

  async #heavyAttempt(earlier: Prepared): Promise<Step> {
    const isFresh = this.#modules.now() - earlier.at <= FRESH_MS;
    const prepared = isFresh ? earlier : await this.#prepare();
    return prepared.kind === 'prepared' ? this.#attempt(prepared) : prepared;
  }

  async #prepare(): Promise<Step | Prepared> {
    const generation = await this.#auxGeneration();
    if (!generation) {
      this.#watcher.onProgress(
        'waiting for a node that shows the aux generation of the key',
        this.#trial.denialViews(),
      );
      return { kind: 'short' };
    }
    const preferred = this.#reserve ? this.#choosing.preferred() : undefined;
    const gathering = await this.#gather(preferred);
    this.#trial.remember(gathering);
    const choice = this.#choosing.among(gathering, preferred);
    // Whoever waited until the request expired is told as well for whom.
    if (!choice) this.#watcher.onProgress(this.#trial.shortage(gathering), this.#trial.denialViews());
    if (this.#job.signal.aborted) return over({ kind: 'interrupted' });
    this.#choosing.noteSilence(gathering, preferred);
    if (choice) return this.#prepared(choice, gathering, generation);
    const verdict = this.#trial.verdict();
    return verdict ? over(verdict) : { kind: 'short' };
  }

  #prepared(choice: Choice, { readies }: Gathering, auxGeneration: Uint8Array): Prepared {
    const at = this.#modules.now();
    const offer = signingOffer(this.#job, choice, readies, auxGeneration);
    const chosen = [...readies.values()].filter(({ party }) => choice.parties.includes(party));
    // Their time is the nodes' to judge; all of it was compared when they came.
    const attestations = attestationsOf(chosen, this.#job, at) ?? [];
    return { kind: 'prepared', choice, offer, attestations, at };
  }

  #gather(preferred: Choice | undefined): Promise<Gathering> {
    const intended = this.#choosing.intended(preferred);
    return gatherReadies({
      parties: this.#trial.candidates(),
      first: intended?.parties,
      othersAfterMs: this.#modules.timing.othersAfterMs,
      ask: (node, signal) => this.#ask(node, signal, preferred),
      accepts: (party, ready) => acceptsReady(party, ready, this.#job, this.#modules.now()),
      patience: (soFar) => this.#choosing.patience(soFar, preferred, intended),
      signal: this.#job.signal,
    });
  }

  async #ask(node: MemberId, signal: AbortSignal, preferred: Choice | undefined): Promise<Readiness> {
    const { nodes, latency, timing, now } = this.#modules;
    const asked = now();
    const timeoutMs = timing.authorizeMs;
    const signers = preferred?.assignment ?? null;
    const request = { request: this.#job.signed, reserve: this.#reserve, signers };
    try {
      const answer = await nodes.call(node, 'authorize', request, { timeoutMs, signal });
      latency.record(node, now() - asked);
      return answer;
    } catch (problem) {
      // Others were quicker, or were asked because it was late.
      if (signal.aborted) latency.record(node, now() - asked);
      throw problem;
    }
  }

  /** Empty for schemes without; undefined where the key has one that nobody shows. */
  async #auxGeneration(): Promise<Uint8Array | undefined> {
    const { scheme, parties } = this.#job.key.structure;
    return isEcdsaScheme(scheme) ? (await this.#modules.aux.find(parties))?.generation : new Uint8Array(0);
  }

  async #attempt({ choice, offer, attestations }: Prepared): Promise<Step> {
    const { nodes, timing, now } = this.#modules;
    const running: AttemptView = {
      session: bytesToHex(offer.session),
      signers: [...choice.nodes],
      outcome: 'running',
      missing: [],
      culprits: [],
      startedAt: now(),
    };
    this.#watcher.onAttempt(running);
    const judge = (evidence: Uint8Array) => this.#modules.convict(evidence, offer.session);
    const { end, lateProof } = await runAttempt(offer, { nodes, judge }, timing);
    const outcome = outcomeOf(end);
    this.#reserve = false;
    if (!lacksCommitments(offer, end)) this.#learn(outcome);
    const ended = this.#report(running, outcome, offer.rounds);
    lateProof.then(
      (proof) => proof && this.#learnLate(ended, outcomeOf(proof)),
      (problem: unknown) => this.#log.error({ err: problem }, 'evidence could not be judged'),
    );
    // Perhaps a signer has another one by now.
    if (end.kind === 'refused') this.#modules.aux.forget(this.#job.key.structure.parties);
    if (end.kind === 'signed') {
      return over({ kind: 'signed', signatures: end.signatures, signers: choice.nodes, attestations });
    }
    if (end.kind === 'interrupted') return over({ kind: 'interrupted' });
    return { kind: 'failed', doubtful: choice.doubt.request > 0 };
  }

  #learn({ stall, failed, culprits }: AttemptOutcome): void {
    this.#trial.convict(culprits);
    for (const doubts of [this.#trial.doubts, this.#modules.recent]) {
      if (stall) doubts.stalled(stall.reporter, stall.missing);
      for (const node of failed) doubts.failed(node);
    }
  }

  /** The next attempt may have begun, with or without the culprit. */
  #learnLate(ended: AttemptView, { view, culprits, reason }: AttemptOutcome): void {
    this.#trial.convict(culprits);
    this.#log.warn({ session: ended.session, culprits, reason }, 'a cheat was found out after its attempt');
    this.#watcher.onAttempt({ ...ended, ...view });
  }

  #report(running: AttemptView, { view, reason }: AttemptOutcome, rounds: number): AttemptView {
    const { metrics, now } = this.#modules;
    const elapsedMs = Math.max(0, Math.round(now() - running.startedAt));
    const ended = { ...running, ...view, elapsedMs };
    metrics.attempts.inc({ outcome: ended.outcome });
    metrics.attemptSeconds.observe({ outcome: ended.outcome }, elapsedMs / 1000);
    const { session, signers, outcome, missing, culprits } = ended;
    const fields = { session, signers, rounds, outcome, missing, culprits, elapsedMs };
    if (outcome === 'signed') this.#log.info(fields, 'attempt signed');
    else this.#log.warn({ ...fields, reason }, 'attempt failed');
    this.#watcher.onAttempt(ended);
    if (reason) this.#watcher.onProgress(reason, this.#trial.denialViews());
    return ended;
  }
}

/** Refusals that say no more than that what was made in advance does not serve. */
const LACKING: ReadonlySet<string> = new Set(['batch-unknown', 'wrong-presignature']);

/** A signer that has not yet, or no longer, what another gave it in advance is as good as any in two rounds. */
function lacksCommitments({ rounds }: Offer, end: AttemptEnd): boolean {
  return rounds === 1 && end.kind === 'refused' && LACKING.has(end.code);
}

function over(fulfilment: Fulfilment): Step {
  return { kind: 'over', fulfilment };
}
