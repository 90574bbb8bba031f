import { type ClusterFile, clusterId } from '@quorate/requests';
import {
  type Attestation,
  type AttestationStatement,
  attestationHash,
  attestedBytes,
  equalBytes,
  RequestRejected,
  type SignedAttestation,
  verifyAttestation,
} from '@quorate/tss-core';
import type { Store } from '../store/index.ts';
import type { Setback } from '../store/records.ts';
import type { Logger } from '../telemetry/index.ts';
import { witnessQuorum } from './witnessQuorum.ts';

/** The attestation key of a node, wherever it is. */
export interface AttestationSigner {
  /** P-256, 33 bytes compressed. */
  readonly publicKey: Uint8Array;
  /** @returns r‖s, ECDSA with SHA-256, low-s */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

export interface AttesterModules {
  /** This node's id. */
  readonly node: string;
  readonly cluster: ClusterFile;
  readonly signer: AttestationSigner;
  readonly store: Pick<Store, 'attestations'>;
  readonly log: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Tells every linked node. */
  announce(attested: SignedAttestation): void;
}

/** What an attestation is of; its place in the chain is found here. */
export type AttestedFacts = Omit<AttestationStatement, 'cluster' | 'node' | 'sequence' | 'previous' | 'expiresAt'>;

/** What `status` shows of it. */
export interface AttesterStatus {
  readonly sequence: number;
  /** Other nodes that said what they witnessed, of those that must before anything is attested. */
  readonly heard: number;
  readonly needed: number;
  readonly setback: Setback | null;
}

/** Whoever asks right after a start, when links have just come up, need not ask again. */
const PATIENCE_MS = 3000;

/**
 * Has the module attest what this node approves, each in the place after the one before. After a start nothing is
 * attested until enough other nodes have said what they witnessed last: the highest of these is gone on from (rule 20).
 */
export class Attester {
  readonly #modules: AttesterModules;
  readonly #heard = new Set<string>();
  readonly #needed: number;
  readonly #opened = Promise.withResolvers<void>();

  constructor(modules: AttesterModules) {
    this.#modules = modules;
    this.#needed = witnessQuorum(modules.cluster.nodes.length - 1);
    this.#openIfHeard();
  }

  get publicKey(): Uint8Array {
    return this.#modules.signer.publicKey;
  }

  get isOpen(): boolean {
    return this.#heard.size >= this.#needed;
  }

  hasHeard(node: string): boolean {
    return this.#heard.has(node);
  }

  status(): AttesterStatus {
    const { sequence, setback = null } = this.#own();
    return { sequence, heard: this.#heard.size, needed: this.#needed, setback };
  }

  /**
   * @param expiresAt Unix milliseconds
   * @throws RequestRejected `unwitnessed` while too few nodes were heard, and what the module refuses
   */
  async attest(facts: AttestedFacts, expiresAt: number): Promise<Attestation> {
    await this.#untilOpen();
    const { signer, announce } = this.#modules;
    const statement = this.#next(facts, Math.floor(expiresAt / 1000));
    const { sequence, previous } = statement;
    const attested = { statement, signature: await signer.sign(attestedBytes(statement)) };
    if (!verifyAttestation(attested, signer.publicKey)) {
      throw new RequestRejected('false-hsm-signature', 'the module gave an attestation that does not verify');
    }
    announce(attested);
    return { sequence, previous, expiresAt: statement.expiresAt, signature: attested.signature };
  }

  /** Another node says what it witnessed last of this one. What is no attestation of this node counts for nothing. */
  told(from: string, latest: SignedAttestation | null): void {
    if (latest && !this.#isOwn(latest)) {
      this.#modules.log.warn({ from }, 'a node claims to have witnessed what this module never attested');
      return;
    }
    if (latest) this.#adopt(from, latest);
    this.#heard.add(from);
    this.#openIfHeard();
  }

  /** On disk before the module is asked: a place in the chain is never given twice. */
  #next(facts: AttestedFacts, expiresAt: number): AttestationStatement {
    const { node, cluster, store, signer } = this.#modules;
    const { sequence, hash: previous } = this.#own();
    const about = { cluster: clusterId(cluster), node, ...facts };
    const statement = { ...about, sequence: sequence + 1, previous, expiresAt };
    store.attestations.advance(signer.publicKey, { sequence: sequence + 1, hash: attestationHash(statement) });
    return statement;
  }

  /** What others have witnessed and this node knows nothing of was attested after the backup it was restored from. */
  #adopt(from: string, { statement }: SignedAttestation): void {
    const { store, signer, log, now } = this.#modules;
    const own = this.#own();
    const hash = attestationHash(statement);
    const isBehind = statement.sequence > own.sequence;
    if (!isBehind && (statement.sequence < own.sequence || equalBytes(hash, own.hash))) return;
    const setback = { from: own.sequence, to: statement.sequence, at: now() };
    store.attestations.advance(signer.publicKey, { sequence: statement.sequence, hash }, setback);
    log.error({ witness: from, ...setback }, 'this node has records older than what others witnessed of its module');
  }

  #isOwn(attested: SignedAttestation): boolean {
    const { node, cluster, signer } = this.#modules;
    const { statement } = attested;
    return (
      statement.node === node &&
      equalBytes(statement.cluster, clusterId(cluster)) &&
      verifyAttestation(attested, signer.publicKey)
    );
  }

  #own() {
    return this.#modules.store.attestations.own(this.#modules.signer.publicKey);
  }

  #openIfHeard(): void {
    if (this.isOpen) this.#opened.resolve();
  }

  async #untilOpen(): Promise<void> {
    if (this.isOpen) return;
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, PATIENCE_MS);
    await Promise.race([this.#opened.promise, late.promise]);
    clearTimeout(timer);
    if (this.isOpen) return;
    const { node } = this.#modules;
    throw new RequestRejected(
      'unwitnessed',
      `${node} attests nothing yet: ${this.#heard.size} of ${this.#needed} other nodes have told it since its start what they witnessed of its module`,
      'start the others, or wait until they are linked',
    );
  }
}
