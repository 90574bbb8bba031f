import { bytesToHex } from '@noble/hashes/utils.js';
import type { PresignAnswer, PresignProposal, Readiness, RequestOf } from '@quorate/network';
import { type ClusterFile, identitiesOf } from '@quorate/requests';
import { Bug, equalBytes, type PartyIndex, type Ready, RequestRejected } from '@quorate/tss-core';
import {
  type PresignDescriptor,
  presignDescriptorCodec,
  presignSessionId,
  presignSubject,
} from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';
import { checkReadies, mismatch } from '../authorization/checkReadies.ts';
import { decodeStoredCertificate } from '../authorization/storedCertificate.ts';
import { presignAnswer } from '../sessions/answers.ts';
import { orRefusal } from '../sessions/orRefusal.ts';
import { peersOf } from '../sessions/peers.ts';
import { refusalOf } from '../sessions/refusal.ts';
import type { SessionEnd, SessionPlan } from '../sessions/runningSession.ts';
import type { SessionHost } from '../sessions/sessionHost.ts';
import type { Store } from '../store/index.ts';
import type { Logger, Metrics } from '../telemetry/index.ts';
import type { Vault } from '../vault/vault.ts';
import { type AllowedPresign, checkPresign } from './checkPresign.ts';
import type { PresignatureStocks } from './presignatureStocks.ts';

const MAX_DESCRIPTOR_BYTES = 1 << 20;
/** Whoever offers a presigning does so at once. */
const READY_LIFETIME_MS = 30_000;
/** A coordinator whose presigning came to nothing waits so long for its next: each costs a second of arithmetic. */
export const PAUSE_MS = 3_000;

export interface PresigningModules {
  readonly cluster: ClusterFile;
  readonly policyHash: Uint8Array;
  readonly store: Store;
  readonly vault: Vault;
  readonly sessions: SessionHost;
  readonly stocks: PresignatureStocks;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * Joins presignings that a coordinator proposes while nobody signs. No desk asks for them and nothing is signed by them,
 * so all that it can do with them is to cost time: one at a time, no more than the stock has room for, and none for a
 * while after one that failed.
 */
export class Presigning {
  readonly #modules: PresigningModules;
  #isRunning = false;
  /** By coordinator. Unix milliseconds. */
  readonly #pausedUntil = new Map<string, number>();

  constructor(modules: PresigningModules) {
    this.#modules = modules;
  }

  async prepare(proposal: PresignProposal, coordinator: string): Promise<Readiness> {
    const { vault, policyHash, now } = this.#modules;
    try {
      const { about, record } = await this.#judge(proposal, coordinator);
      const ready = await vault.drawReady({
        key: about.key,
        subject: presignSubject(about),
        party: record.party,
        policyHash,
        now: now(),
        expiresAt: now() + READY_LIFETIME_MS,
      });
      return { kind: 'ready', value: ready };
    } catch (problem) {
      if (!(problem instanceof RequestRejected)) throw problem;
      const { code, reason } = refusalOf(problem);
      return { kind: 'denied', value: { code, reasons: [reason] } };
    }
  }

  /** Answers when the presigning has ended for this node. */
  async presign(call: RequestOf<'presign'>, coordinator: string): Promise<PresignAnswer> {
    const { log } = this.#modules;
    const run = () => this.#run(call.descriptor, coordinator);
    const refused = (refusal: object) => log.warn({ coordinator, ...refusal }, 'offered presigning refused');
    return presignAnswer(await orRefusal(run, refused));
  }

  async #run(encoded: Uint8Array, coordinator: string): Promise<SessionEnd> {
    const { sessions, metrics, stocks, now } = this.#modules;
    const descriptor = decodeCbor(presignDescriptorCodec, encoded, MAX_DESCRIPTOR_BYTES, 'descriptor');
    const allowed = await this.#judge(descriptor, coordinator);
    this.#check(descriptor, allowed);
    const plan = this.#plan(encoded, descriptor, allowed);
    const subject = bytesToHex(presignSubject(descriptor));
    const about = { key: allowed.record.name, index: String(descriptor.index) };
    if (this.#isRunning) throw busy();
    this.#isRunning = true;
    try {
      const end = await sessions.run({ kind: 'presign', plan, coordinator, subject, about });
      if (end.kind === 'presigned') metrics.presignaturesMade.inc();
      else this.#pausedUntil.set(coordinator, now() + PAUSE_MS);
      return end;
    } finally {
      this.#isRunning = false;
      stocks.show();
    }
  }

  async #judge(proposal: PresignProposal, coordinator: string): Promise<AllowedPresign> {
    const { store, stocks, now } = this.#modules;
    if (!stocks.isOn) throw new RequestRejected('no-presignatures', 'this node makes no presignatures in advance');
    if (this.#isRunning) throw busy();
    if (now() < (this.#pausedUntil.get(coordinator) ?? 0)) {
      throw new RequestRejected('too-soon', 'the last presigning of this coordinator came to nothing a moment ago');
    }
    const allowed = checkPresign(proposal, store);
    const { size, next } = await stocks.level(proposal.key, proposal.assignment);
    if (!stocks.hasRoom(size)) throw new RequestRejected('stock-full', `this node has ${size} presignatures already`);
    if (proposal.index < next) {
      throw new RequestRejected('out-of-order', `the next presignature of these signers has index ${next} or more`);
    }
    return allowed;
  }

  #check(descriptor: PresignDescriptor, { about, record, signers }: AllowedPresign): void {
    const { cluster, policyHash } = this.#modules;
    const subject = presignSubject(about);
    if (!equalBytes(presignSubject(descriptor), subject)) throw mismatch('it says otherwise of the key');
    const own = this.#ownReady(descriptor, record.party);
    const { structure } = decodeStoredCertificate(record.certificate).statement;
    const identities = identitiesOf(cluster, structure);
    const { key } = about;
    checkReadies(descriptor.readies, {
      ...{ cluster: about.cluster, key, subject, parties: signers, identities, own, policyHash },
    });
  }

  /** Whether it is ours, unused and still remembered is for the vault to say. */
  #ownReady({ readies }: PresignDescriptor, self: PartyIndex): Ready {
    const own = readies.find(({ party }) => party === self);
    if (!own) throw new RequestRejected('not-a-signer', 'this node gave no ready to the presigning');
    return own;
  }

  #plan(encoded: Uint8Array, descriptor: PresignDescriptor, { record, aux, signers }: AllowedPresign): SessionPlan {
    const { vault, cluster, now } = this.#modules;
    const { structure } = decodeStoredCertificate(record.certificate).statement;
    const { certificate, sealed, party } = record;
    const secrets = { certificate, sealed, aux: { certificate: aux.certificate, sealed: aux.sealed } };
    const about = { descriptor: encoded, ...secrets, identities: identitiesOf(cluster, structure) };
    return {
      id: presignSessionId(descriptor),
      peers: peersOf(structure, signers, party),
      open: () => vault.heavy.openPresign({ ...about, now: now() }),
      isHeavy: true,
      store() {
        throw new Bug('a presigning stores nothing');
      },
    };
  }
}

function busy(): RequestRejected {
  return new RequestRejected('busy', 'this node is making a presignature already');
}
