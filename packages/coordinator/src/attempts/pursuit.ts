import { bytesToHex } from '@noble/hashes/utils.js';
import type { MemberId, Readiness } from '@quorate/network';
import { type AttemptView, checkAttestedReadies, type ReadySubject } from '@quorate/requests';
import {
  isEcdsaScheme,
  type PartyIndex,
  type Ready,
  RequestRejected,
  type SignedAttestation,
  verifyReady,
} from '@quorate/tss-core';
import type { AuxGenerations } from '../aux/auxBook.ts';
import type { Fulfilment, JobWatcher, Nodes, SigningJob } from '../interfaces.ts';
import type { LatencyBook } from '../nodes/latency.ts';
import type { PreferredSigners } from '../presigning/preferredSigners.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { AttemptEnd } from './attemptEnd.ts';
import { type AttemptOutcome, outcomeOf } from './attemptOutcome.ts';
import type { Convict } from './convictor.ts';
import { type Gathering, gatherReadies } from './gatherReadies.ts';
import { haveOnePresignature, mayHaveOnePresignature } from './onePresignature.ts';
import { type Offer, runAttempt } from './runAttempt.ts';
import { type Choice, selectSigners } from './selectSigners.ts';
import { signingOffer } from './signingOffer.ts';
import type { Suspicion } from './suspicion.ts';
import type { Timing } from './timing.ts';
import { Trial } from './trial.ts';

export interface PursuitModules {
  readonly nodes: Nodes;
  readonly latency: LatencyBook;
  /** What failed attempts of any request hold against nodes; fades. */
  readonly recent: Suspicion;
  readonly convict: Convict;
  readonly aux: AuxGenerations;
  readonly preferred: Pick<PreferredSigners, 'of' | 'silent'>;
  readonly timing: Timing;
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

/**
 * Recent doubts up to this are what a single reporter collects; more means that the best choice stumbled as such, so it
 * is worth a little more time to see whether others answer.
 */
const TOLERABLE_DOUBT = 2;

/** One request on its way to a signature. */
export class Pursuit {
  readonly #job: SigningJob;
  readonly #watcher: JobWatcher;
  readonly #modules: PursuitModules;
  readonly #trial: Trial;
  readonly #log: Logger;
  /** Whether nodes are asked to set nonces aside, so that one round is enough. After a failure two rounds are surer. */
  #reserve = true;

  constructor(job: SigningJob, watcher: JobWatcher, modules: PursuitModules) {
    this.#job = job;
    this.#watcher = watcher;
    this.#modules = modules;
    this.#trial = new Trial(job.key.structure, job.cosigners, modules.now);
    this.#trial.convict(job.earlier.flatMap(({ culprits }) => culprits));
    this.#log = modules.log.child({ request: job.request.id, requestHash: bytesToHex(job.hash) });
  }

  /** Nodes that may still sign for it. */
  candidates(): string[] {
    return this.#trial.candidates().map(({ node }) => node);
  }

  /** Asks the nodes, and makes one attempt if enough of them are ready. */
  async step(): Promise<Step> {
    const generation = await this.#auxGeneration();
    if (!generation) {
      this.#watcher.onProgress(
        'waiting for a node that shows the aux generation of the key',
        this.#trial.denialViews(),
      );
      return { kind: 'short' };
    }
    const preferred = this.#preferred();
    const gathering = await this.#gather(preferred);
    this.#trial.remember(gathering);
    const choice = this.#choose(gathering, preferred);
    // Whoever waited until the request expired is told as well for whom.
    if (!choice) this.#watcher.onProgress(this.#trial.shortage(gathering), this.#trial.denialViews());
    if (this.#job.signal.aborted) return over({ kind: 'interrupted' });
    this.#noteSilence(gathering, preferred);
    if (choice) return this.#attempt(choice, gathering, generation);
    const verdict = this.#trial.verdict();
    return verdict ? over(verdict) : { kind: 'short' };
  }

  /** Of an ECDSA key: those with whom there are presignatures, if anybody. */
  #preferred(): Choice | undefined {
    const { key } = this.#job;
    if (!this.#reserve || !isEcdsaScheme(key.structure.scheme)) return undefined;
    const choice = this.#modules.preferred.of(key);
    const isPossible =
      this.#isUnconvicted(choice) && this.#job.cosigners.every((party) => choice?.parties.includes(party));
    return isPossible ? choice : undefined;
  }

  #isUnconvicted(choice: Choice | undefined): boolean {
    const candidates = this.candidates();
    return choice?.nodes.every((node) => candidates.includes(node)) ?? false;
  }

  /** Whoever kept the others waiting is not preferred the next time. */
  #noteSilence({ unanswered }: Gathering, preferred: Choice | undefined): void {
    for (const [i, party] of (preferred?.parties ?? []).entries()) {
      const node = preferred?.nodes[i];
      if (node !== undefined && unanswered.has(party)) this.#modules.preferred.silent(node);
    }
  }

  /** Who will sign if all goes well; undefined where something speaks against whoever would be best. */
  #intended(preferred: Choice | undefined): Choice | undefined {
    if (preferred) return preferred;
    const linked = this.#trial.candidates().filter(({ node }) => this.#modules.nodes.isLinked(node));
    const choice = this.#best(linked.map(({ index }) => index));
    return choice && choice.doubt.request + choice.doubt.recent === 0 ? choice : undefined;
  }

  #gather(preferred: Choice | undefined): Promise<Gathering> {
    const intended = this.#intended(preferred);
    return gatherReadies({
      parties: this.#trial.candidates(),
      first: intended?.parties,
      othersAfterMs: this.#modules.timing.othersAfterMs,
      ask: (node, signal) => this.#ask(node, signal, preferred),
      accepts: (party, ready) => this.#accepts(party, ready),
      patience: (soFar) => this.#patience(soFar, preferred, intended),
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

  /** A false ready would spoil the session for everybody, and nobody could tell whose it was. */
  #accepts(party: PartyIndex, ready: Ready): boolean {
    const about = this.#about();
    const identity = this.#job.key.identities.get(party);
    if (ready.party !== party || identity === undefined || !verifyReady(ready, about, identity)) return false;
    return this.#attestedBy([ready]) !== undefined;
  }

  #about(): ReadySubject {
    const { cluster, key, epoch } = this.#job.key.certificate.statement;
    return { cluster, key, epoch, subject: this.#job.hash, contents: this.#job.contents };
  }

  /** Undefined where one of them lacks the attestation of its module. */
  #attestedBy(readies: readonly Ready[]): readonly SignedAttestation[] | undefined {
    try {
      return checkAttestedReadies(readies, this.#about(), this.#job.key.attestors, this.#modules.now());
    } catch (problem) {
      if (problem instanceof RequestRejected) return undefined;
      throw problem;
    }
  }

  #patience(soFar: Gathering, preferred: Choice | undefined, intended: Choice | undefined): number | undefined {
    const { timing } = this.#modules;
    const choice = this.#choose(soFar, preferred);
    if (!choice) return undefined;
    if (choice.parties.join() === intended?.parties.join()) return 0;
    if (preferred && mayHaveOnePresignature(soFar, preferred)) return timing.presignedGraceMs;
    if (choice.doubt.request > 0) return timing.patienceMs;
    return choice.doubt.recent > TOLERABLE_DOUBT ? timing.doubtfulGraceMs : timing.graceMs;
  }

  /** Those preferred, if they have set the same presignature aside; else whoever is best of those ready. */
  #choose({ readies }: Gathering, preferred: Choice | undefined): Choice | undefined {
    const areReady = preferred && haveOnePresignature(preferred.parties.map((party) => readies.get(party)));
    if (areReady && this.#isUnconvicted(preferred)) return preferred;
    // Some may have been convicted since they were asked.
    const candidates = this.#trial.candidates().map(({ index }) => index);
    return this.#best(candidates.filter((party) => readies.has(party)));
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

  /** Empty for schemes without; undefined where the key has one that nobody shows. */
  async #auxGeneration(): Promise<Uint8Array | undefined> {
    const { scheme, parties } = this.#job.key.structure;
    return isEcdsaScheme(scheme) ? (await this.#modules.aux.find(parties))?.generation : new Uint8Array(0);
  }

  async #attempt(choice: Choice, { readies }: Gathering, auxGeneration: Uint8Array): Promise<Step> {
    const { nodes, timing, now } = this.#modules;
    const offer = signingOffer(this.#job, choice, readies, auxGeneration);
    const chosen = [...readies.values()].filter(({ party }) => choice.parties.includes(party));
    // Their time is the nodes' to judge; all of it was compared when they came.
    const attestations = this.#attestedBy(chosen) ?? [];
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
