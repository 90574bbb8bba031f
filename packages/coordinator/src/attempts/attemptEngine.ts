import type { AttemptView } from '@quorate/requests';
import { isEcdsaScheme, type SignedAttestation } from '@quorate/tss-core';
import type { AttemptEngine, Fulfilment, JobWatcher, SigningJob } from '../interfaces.ts';
import { pauseUntil } from '../nodes/pauseUntil.ts';
import type { FairQueue } from '../requests/fairQueue.ts';
import { Backoff } from './backoff.ts';
import { Pursuit, type PursuitModules, type Step } from './pursuit.ts';

export interface EngineModules extends PursuitModules {
  /** Bounds how many requests talk to nodes at the same time. */
  readonly queue: FairQueue;
  /** Bounds how many of them are at an attempt of five rounds at the same time, besides. */
  readonly heavyQueue: FairQueue;
}

/** Fulfils requests attempt by attempt: a failed one ends at once, and the next leaves out the silent or the guilty. */
export class Attempts implements AttemptEngine {
  readonly #modules: EngineModules;

  constructor(modules: EngineModules) {
    this.#modules = modules;
  }

  /**
   * With ECDSA message by message, since a session of it signs one; with FROST all of them in one. Who is convicted over one
   * message signs none of the others.
   */
  async fulfil(job: SigningJob, watcher: JobWatcher): Promise<Fulfilment> {
    if (!isEcdsaScheme(job.key.structure.scheme)) return this.#pursue(job, watcher);
    const signatures: Uint8Array[] = [];
    const signers = new Set<string>();
    const attestations: SignedAttestation[] = [];
    const attempts = new Map<string, AttemptView>();
    const noting: JobWatcher = {
      onAttempt(attempt) {
        attempts.set(attempt.session, attempt);
        watcher.onAttempt(attempt);
      },
      onProgress: (reason, denials) => watcher.onProgress(reason, denials),
    };
    for (const message of job.messages) {
      const verifies = ([signature]: readonly Uint8Array[]) =>
        signature !== undefined && job.verifiesOne(message, signature);
      const earlier = [...job.earlier, ...attempts.values()];
      const end = await this.#pursue({ ...job, messages: [message], verifies, earlier }, noting);
      if (end.kind !== 'signed') return end;
      signatures.push(...end.signatures);
      attestations.push(...end.attestations);
      for (const signer of end.signers) signers.add(signer);
    }
    return { kind: 'signed', signatures, signers: [...signers].sort(), attestations };
  }

  async #pursue(job: SigningJob, watcher: JobWatcher): Promise<Fulfilment> {
    const { timing, nodes, now } = this.#modules;
    const pursuit = new Pursuit(job, watcher, this.#modules);
    const backoff = new Backoff(timing, job.request.expiresAt * 1000 - now());
    while (!job.signal.aborted) {
      const step = await this.#step(job, pursuit);
      if (step === undefined) break;
      if (step.kind === 'over') return step.fulfilment;
      const wait = step.kind === 'failed' ? backoff.afterFailure(step.doubtful) : backoff.afterShortage();
      const candidates = pursuit.candidates();
      const isNews = (node: string) => candidates.includes(node) && backoff.endsBy(node);
      await pauseUntil(nodes, wait, job.signal, (change) => change?.state === 'up' && isNews(change.node));
    }
    return { kind: 'interrupted' };
  }

  /**
   * The place in the queue is held for one step only: a request that waits for nodes keeps nobody else waiting. Nor does
   * one that waits for its turn at five rounds.
   */
  async #step({ request, signal }: SigningJob, pursuit: Pursuit): Promise<Step | undefined> {
    const { queue, heavyQueue } = this.#modules;
    const step = await queue.run(request.desk, signal, () => pursuit.step());
    return step?.kind === 'heavy' ? heavyQueue.run(request.desk, signal, () => step.go()) : step;
  }
}
