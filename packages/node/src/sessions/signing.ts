import { bytesToHex } from '@noble/hashes/utils.js';
import type { Readiness, RequestOf, SignResult } from '@quorate/network';
import { type ClusterFile, identitiesOf } from '@quorate/requests';
import {
  Bug,
  isEcdsaScheme,
  isPrepared,
  messagesHash,
  type Ready,
  RequestRejected,
  type SigningDescriptor,
  signersOf,
  signingDescriptorCodec,
  signingSessionId,
} from '@quorate/tss-core';
import { servesParties } from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';
import { type ReadyDrawer, readyOrDenied, type Witness } from '../attestation/index.ts';
import { type AllowedRequest, type Authorizer, checkDescriptor } from '../authorization/index.ts';
import { decodeStoredAux } from '../authorization/storedCertificate.ts';
import type { NonceKeeper } from '../nonces/nonceKeeper.ts';
import type { PresignatureStocks } from '../presignatures/presignatureStocks.ts';
import type { ActiveAux, KeyRecord, Store } from '../store/index.ts';
import type { Logger, Metrics } from '../telemetry/index.ts';
import type { Params, Step, Vault } from '../vault/vault.ts';
import { signResult } from './answers.ts';
import { GivenReadies } from './givenReadies.ts';
import { orRefusal } from './orRefusal.ts';
import { peersOf } from './peers.ts';
import { READY_LIFETIME_MS } from './readyLifetime.ts';
import type { SessionEnd, SessionPlan } from './runningSession.ts';
import type { SessionHost } from './sessionHost.ts';

/** Attempts this node joins for one request. A live quorum needs one or two; more is a coordinator going in circles. */
export const MAX_ATTEMPTS = 64;
const MAX_DESCRIPTOR_BYTES = 1 << 20;

export interface SigningModules {
  readonly cluster: ClusterFile;
  readonly authorizer: Authorizer;
  readonly store: Store;
  readonly vault: Vault;
  readonly sessions: SessionHost;
  readonly nonces: NonceKeeper;
  readonly readies: ReadyDrawer;
  readonly witness: Witness;
  readonly presignatures: PresignatureStocks;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now: () => number;
}

/** Says ready to what this node allows by its own judgement, and joins sessions about exactly that. */
export class Signing {
  readonly #modules: SigningModules;
  readonly #given = new GivenReadies();

  constructor(modules: SigningModules) {
    this.#modules = modules;
  }

  /** @param request encoded SignedRequest */
  async authorize(call: RequestOf<'authorize'>): Promise<Readiness> {
    const answer = this.#answer(call);
    // What was decided is on the disk before anybody hears of it; the vault signs meanwhile.
    const [given] = await Promise.all([answer, this.#modules.store.requests.onDisk()]);
    return given;
  }

  async #answer(call: RequestOf<'authorize'>): Promise<Readiness> {
    const { authorizer, log, metrics, nonces, presignatures, readies } = this.#modules;
    const allowed = authorizer.authorize(call.request);
    metrics.requests.inc({ decision: allowed.kind, code: allowed.kind === 'denied' ? allowed.code : '' });
    if (allowed.kind === 'denied') {
      const { code, reasons } = allowed;
      log.warn({ code, reasons }, 'request denied');
      return { kind: 'denied', value: { code, reasons } };
    }
    log.info(aboutRequest(allowed), 'request allowed');
    const now = this.#modules.now();
    const reserve = call.reserve ? nonces.toReserve(allowed.messages.length) : 0;
    const signers = call.reserve ? presignatures.toReserve(allowed, call.signers) : undefined;
    const wanted = {
      ...attestedAbout(allowed),
      party: allowed.self,
      policyHash: allowed.policyHash,
      now,
      expiresAt: Math.min(now + READY_LIFETIME_MS, allowed.request.expiresAt * 1000),
      reserve,
      signers,
    };
    const answer = await readyOrDenied(() => readies.drawReady(wanted));
    if (answer.kind === 'denied') {
      log.warn({ ...aboutRequest(allowed), reasons: answer.value.reasons }, 'request not attested');
      return answer;
    }
    this.#given.add(allowed.requestHash, answer.value);
    if (signers) presignatures.drawn(allowed, answer.value);
    else nonces.drawn(allowed.keyId, reserve, answer.value);
    return answer;
  }

  /** Answers when the session has ended. */
  async sign(call: RequestOf<'sign'>, coordinator: string): Promise<SignResult> {
    const { log } = this.#modules;
    const run = () => this.#run(call, coordinator);
    return signResult(
      await orRefusal(run, (refusal) => log.warn({ coordinator, ...refusal }, 'offered session refused')),
    );
  }

  async #run(call: RequestOf<'sign'>, coordinator: string): Promise<SessionEnd> {
    // Judged anew: the request may have expired or been cancelled since this node said that it was ready.
    const allowed = this.#modules.authorizer.authorize(call.request);
    if (allowed.kind === 'denied') throw new RequestRejected(allowed.code, allowed.reasons.join(' '));
    const descriptor = decodeCbor(signingDescriptorCodec, call.descriptor, MAX_DESCRIPTOR_BYTES, 'descriptor');
    const own = this.#check(descriptor, allowed);
    this.#modules.presignatures.follow(descriptor, own);
    this.#countAttempt(descriptor, allowed);
    this.#witness(descriptor, allowed);
    const rounds = roundsOf(descriptor);
    const about = { ...aboutRequest(allowed), rounds };
    const subject = about.requestHash;
    const plan = this.#plan(call.descriptor, descriptor, allowed);
    this.#modules.metrics.signingRounds.inc({ rounds });
    const offered = { kind: 'signing', plan, coordinator, subject, about } as const;
    const end = await this.#untilExpiry(allowed, this.#modules.sessions.run(offered));
    if (end.kind === 'refused' && end.code === 'batch-unknown') {
      this.#modules.nonces.missing(allowed.keyId, plan.peers.values());
    }
    return end;
  }

  /** Whoever drags a session out gets no share of it once its request has expired. */
  async #untilExpiry({ request, requestHash }: AllowedRequest, ended: Promise<SessionEnd>): Promise<SessionEnd> {
    const { sessions, now } = this.#modules;
    const leave = () => sessions.abortSubject(bytesToHex(requestHash), 'the request has expired');
    const expiry = setTimeout(leave, request.expiresAt * 1000 - now());
    try {
      return await ended;
    } finally {
      clearTimeout(expiry);
    }
  }

  /** @returns this node's own ready in it */
  #check(descriptor: SigningDescriptor, allowed: AllowedRequest): Ready {
    // Whether this ready is ours, unused and still remembered is for the vault to say.
    const own = descriptor.readies.find(({ party }) => party === allowed.self);
    if (!own) throw new RequestRejected('not-a-signer', 'this node is not among the signers of the session');
    const { cluster, store } = this.#modules;
    const { structure } = allowed.certificate.statement;
    const servesKey = (generation: Uint8Array) => {
      const active = store.aux.active(generation);
      return active !== undefined && servesParties(decodeStoredAux(active.certificate).statement, structure.parties);
    };
    const wasGiven = (ready: Ready) => this.#given.has(allowed.requestHash, ready);
    checkDescriptor(descriptor, allowed, own, identitiesOf(cluster, structure), servesKey, wasGiven);
    return own;
  }

  #witness({ readies }: SigningDescriptor, allowed: AllowedRequest): void {
    const about = { cluster: allowed.request.cluster, ...attestedAbout(allowed) };
    this.#modules.witness.admit(readies, about, allowed.certificate.statement.structure.parties);
  }

  #countAttempt({ scheme }: SigningDescriptor, { request, requestHash, messages }: AllowedRequest): void {
    const { requests } = this.#modules.store;
    const attempts = requests.find(request.desk, request.id)?.attempts ?? 0;
    // With ECDSA each message of the request has sessions of its own.
    if (attempts >= MAX_ATTEMPTS * (isEcdsaScheme(scheme) ? messages.length : 1)) {
      const used = `this node has joined ${attempts} sessions for the request and joins no more`;
      throw new RequestRejected('too-many-attempts', used, 'send a new request with another id');
    }
    requests.countAttempt(requestHash);
  }

  #plan(encoded: Uint8Array, descriptor: SigningDescriptor, allowed: AllowedRequest): SessionPlan {
    const { cluster } = this.#modules;
    const { structure } = allowed.certificate.statement;
    const { certificate, sealed } = this.#keyRecord(allowed);
    const identities = identitiesOf(cluster, structure);
    const open = () => this.#open({ descriptor: encoded, certificate, sealed, identities }, descriptor);
    return {
      id: signingSessionId(descriptor),
      peers: peersOf(structure, signersOf(descriptor.assignment), allowed.self),
      open,
      isHeavy: isEcdsaScheme(descriptor.scheme) && !isPrepared(descriptor),
      store() {
        throw new Bug('a signing session stores nothing');
      },
    };
  }

  /** With a presignature, ECDSA needs no share and no arithmetic that others would wait for. */
  #open(about: Omit<Params<'openSigning'>, 'now'>, descriptor: SigningDescriptor): Promise<Step> {
    const { vault } = this.#modules;
    const now = this.#modules.now();
    if (!isEcdsaScheme(descriptor.scheme)) return vault.openSigning({ ...about, now });
    const aux = this.#aux(descriptor);
    if (!isPrepared(descriptor)) return vault.heavy.openEcdsaSigning({ ...about, aux, now });
    const { sealed: _, ...known } = about;
    return vault.openPresigned({ ...known, aux: { certificate: aux.certificate }, now });
  }

  #aux({ auxGeneration }: SigningDescriptor): Pick<ActiveAux, 'certificate' | 'sealed'> {
    const active = this.#modules.store.aux.active(auxGeneration);
    if (!active) throw new RequestRejected('unknown-aux', 'this node has no such aux generation');
    const { certificate, sealed } = active;
    return { certificate, sealed };
  }

  #keyRecord({ keyId, keyName }: AllowedRequest): KeyRecord {
    const record = this.#modules.store.keys.active(keyId);
    if (!record) throw new RequestRejected('unknown-key', `this node has no active share of ${keyName}`);
    return record;
  }
}

function roundsOf(descriptor: SigningDescriptor): '1' | '2' | '5' {
  if (isPrepared(descriptor)) return '1';
  return isEcdsaScheme(descriptor.scheme) ? '5' : '2';
}

/** What a module attests of a request, besides this node's own rules and fresh bytes. */
function attestedAbout({ keyId, requestHash, certificate, messages }: AllowedRequest) {
  const { epoch } = certificate.statement;
  return { key: keyId, epoch, subject: requestHash, contents: messagesHash(messages) };
}

/** The fields by which log lines of all nodes about one request are found. */
function aboutRequest({ request, requestHash, keyName, description }: AllowedRequest) {
  const { id, desk } = request;
  return { request: id, desk, requestHash: bytesToHex(requestHash), key: keyName, what: description.title };
}
