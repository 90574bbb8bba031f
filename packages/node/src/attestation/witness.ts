import {
  attestorOf,
  attestorsOf,
  type ClusterFile,
  checkAttestation,
  checkAttestedReadies,
  clusterId,
  type ReadySubject,
} from '@quorate/requests';
import { equalBytes, type Party, type Ready, RequestRejected, type SignedAttestation } from '@quorate/tss-core';
import type { Store } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { highestOf, judgeWitnessed, WITNESS_WINDOW, type WitnessVerdict } from './judgeWitnessed.ts';

export interface WitnessModules {
  /** This node's id. */
  readonly node: string;
  readonly cluster: ClusterFile;
  readonly store: Pick<Store, 'attestations'>;
  readonly log: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Remembers what the modules of other nodes attest, so that none is set back unnoticed (cryptography.md, rule 20). */
export class Witness {
  readonly #modules: WitnessModules;

  constructor(modules: WitnessModules) {
    this.#modules = modules;
  }

  /**
   * Before a session goes on: each party whose module attests has attested exactly this, and never before. What was
   * taken is on disk when this returns, and no other session rests on it.
   * @throws RequestRejected with what does not hold
   */
  admit(readies: readonly Ready[], about: ReadySubject, parties: readonly Party[]): void {
    const { node, cluster, now } = this.#modules;
    const others = parties.filter((party) => party.node !== node);
    const attestors = attestorsOf(cluster, { parties: others });
    for (const attested of checkAttestedReadies(readies, about, attestors, now())) this.#use(attested);
  }

  /** Word of an attestation from the node itself. @returns false where it comes too late, or instead of another */
  hear(from: string, attested: SignedAttestation): boolean {
    const verdict = this.#judge(this.#checked(from, attested));
    if (verdict === 'new') this.#remember(attested, false);
    return verdict !== 'stale' && verdict !== 'forked';
  }

  /** The newest attestation of a node that this one knows of. */
  latest(node: string): SignedAttestation | null {
    const attestor = attestorOf(this.#modules.cluster, node);
    if (!attestor) return null;
    return this.#modules.store.attestations.witnessed(node, attestor.publicKey).at(-1)?.attested ?? null;
  }

  #use(attested: SignedAttestation): void {
    const { node, sequence } = attested.statement;
    const verdict = this.#judge(attested);
    if (verdict === 'used') {
      throw new RequestRejected('used-attestation', `attestation ${sequence} of ${node} was used in another session`);
    }
    if (verdict === 'stale') {
      const highest = highestOf(this.#witnessed(attested));
      throw new RequestRejected(
        'stale-attestation',
        `attestation ${sequence} of ${node} comes after its attestation ${highest} was witnessed`,
        'was its data directory restored from a backup?',
      );
    }
    if (verdict === 'forked') {
      throw new RequestRejected(
        'forked-attestation',
        `the module of ${node} has attested something else in the place of attestation ${sequence}: its data directory was restored from a backup, or copied`,
      );
    }
    this.#remember(attested, true);
  }

  /** A fork is remembered. */
  #judge(attested: SignedAttestation): WitnessVerdict {
    const verdict = judgeWitnessed(this.#witnessed(attested), attested);
    if (verdict === 'forked') {
      const { node, sequence } = attested.statement;
      const { store, log, now } = this.#modules;
      store.attestations.recordFork({ node, publicKey: this.#keyOf(node), sequence, seenAt: now() });
      log.error({ of: node, sequence }, 'two attestations of one module contradict each other');
    }
    return verdict;
  }

  #remember(attested: SignedAttestation, used: boolean): void {
    const { node, sequence } = attested.statement;
    const highest = Math.max(sequence, highestOf(this.#witnessed(attested)));
    const floor = highest - WITNESS_WINDOW + 1;
    this.#modules.store.attestations.witness(this.#keyOf(node), { attested, used }, floor);
  }

  #witnessed({ statement }: SignedAttestation) {
    const { node } = statement;
    return this.#modules.store.attestations.witnessed(node, this.#keyOf(node));
  }

  #checked(from: string, attested: SignedAttestation): SignedAttestation {
    const { cluster } = this.#modules;
    const attestor = attestorOf(cluster, from);
    const { statement } = attested;
    if (!attestor || statement.node !== from || !equalBytes(statement.cluster, clusterId(cluster))) {
      throw new RequestRejected('false-attestation', `${from} tells of an attestation that is none of its own`);
    }
    return checkAttestation(attested, attestor);
  }

  #keyOf(node: string): Uint8Array {
    const attestor = attestorOf(this.#modules.cluster, node);
    if (attestor) return attestor.publicKey;
    throw new RequestRejected('no-attestation', `the cluster file pins no attestation key for ${node}`);
  }
}
