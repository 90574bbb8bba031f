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
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { AttemptEnd } from './attemptEnd.ts';
import { type AttemptOutcome, outcomeOf } from './attemptOutcome.ts';
import { Choosing, type ChoosingModules } from './choosing.ts';
import type { Convict } from './convictor.ts';
import { type Gathering, gatherReadies } from './gatherReadies.ts';
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
    const preferred = this.#reserve ? this.#choosing.preferred() : undefined;
    const gathering = await this.#gather(preferred);
    this.#trial.remember(gathering);
    const choice = this.#choosing.among(gathering, preferred);
    // Whoever waited until the request expired is told as well for whom.
    if (!choice) this.#watcher.onProgress(this.#trial.shortage(gathering), this.#trial.denialViews());
    if (this.#job.signal.aborted) return over({ kind: 'interrupted' });
    this.#choosing.noteSilence(gathering, preferred);
    if (choice) return this.#attempt(choice, gathering, generation);
    const verdict = this.#trial.verdict();
    return verdict ? over(verdict) : { kind: 'short' };
  }

  #gather(preferred: Choice | undefined): Promise<Gathering> {
    const intended = this.#choosing.intended(preferred);
    return gatherReadies({
      parties: this.#trial.candidates(),
      first: intended?.parties,
      othersAfterMs: this.#modules.timing.othersAfterMs,
      ask: (node, signal) => this.#ask(node, signal, preferred),
      accepts: (party, ready) => this.#accepts(party, ready),
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
