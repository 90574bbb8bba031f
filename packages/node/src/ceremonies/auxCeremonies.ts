import { bytesToHex } from '@noble/hashes/utils.js';
import type { AuxAnswer, AuxReadiness, RequestOf } from '@quorate/network';
import { auxIdOf, type ClusterFile, identitiesOf } from '@quorate/requests';
import { isEcdsaScheme, RequestRejected } from '@quorate/tss-core';
import { type AuxDescriptor, auxDescriptorCodec, auxHeader } from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';
import type { ReadyDrawer, Witness } from '../attestation/index.ts';
import { type AllowedCeremony, checkAuxDescriptor, checkCeremony, type Denied } from '../authorization/index.ts';
import type { PrimeKeeper } from '../primes/primeKeeper.ts';
import { auxAnswer } from '../sessions/answers.ts';
import { orRefusal } from '../sessions/orRefusal.ts';
import { peersOf } from '../sessions/peers.ts';
import type { SessionEnd, SessionPlan } from '../sessions/runningSession.ts';
import type { SessionHost } from '../sessions/sessionHost.ts';
import type { SpareSecret, Store } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Vault } from '../vault/vault.ts';
import type { AuxDelivery } from './auxDelivery.ts';
import { attestedAbout, ceremonyDenied, ceremonyReady } from './ceremonyReady.ts';

const MAX_DESCRIPTOR_BYTES = 1 << 20;
/** Aux ceremonies this node begins under one order: each costs it primes. */
export const MAX_AUX_ATTEMPTS = 4;

export interface AuxCeremoniesModules {
  /** This node's id. */
  readonly node: string;
  readonly cluster: ClusterFile;
  readonly policyHash: Uint8Array;
  /** Name of the one profile that this node computes with. */
  readonly profile: string;
  readonly store: Store;
  readonly vault: Vault;
  readonly readies: ReadyDrawer;
  readonly witness: Witness;
  readonly sessions: SessionHost;
  readonly primes: PrimeKeeper;
  readonly delivery: AuxDelivery;
  readonly log: Logger;
  readonly now: () => number;
}

/**
 * Joins aux ceremonies, which an order for an ECDSA key is one for as well: the parameters that its parties need, once
 * for all their keys.
 */
export class AuxCeremonies {
  readonly #modules: AuxCeremoniesModules;

  constructor(modules: AuxCeremoniesModules) {
    this.#modules = modules;
  }

  /** @param order encoded SignedOrder */
  async prepareAux({ order }: RequestOf<'prepareAux'>): Promise<AuxReadiness> {
    const { log, primes } = this.#modules;
    const allowed = this.#judge(order);
    if (allowed.kind === 'denied') return ceremonyDenied(log, allowed, 'aux ceremony denied');
    const next = primes.next();
    if ('found' in next) return { kind: 'preparing', value: next };
    return ceremonyReady(this.#modules, allowed, attestedAbout(auxIdOf(allowed.order), allowed));
  }

  /** Answers when the ceremony has ended for this node. */
  async aux(call: RequestOf<'aux'>, coordinator: string): Promise<AuxAnswer> {
    const { log } = this.#modules;
    const run = () => this.#run(call, coordinator);
    return auxAnswer(
      await orRefusal(run, (refusal) => log.warn({ coordinator, ...refusal }, 'offered aux ceremony refused')),
    );
  }

  async #run(call: RequestOf<'aux'>, coordinator: string): Promise<SessionEnd> {
    const { cluster, sessions, store, delivery, profile, primes, witness } = this.#modules;
    const allowed = this.#judge(call.order);
    if (allowed.kind === 'denied') throw new RequestRejected(allowed.code, allowed.reasons.join(' '));
    const descriptor = decodeCbor(auxDescriptorCodec, call.descriptor, MAX_DESCRIPTOR_BYTES, 'descriptor');
    // Whether this ready is ours, unused and still remembered is for the vault to say.
    const own = descriptor.readies.find(({ party }) => party === allowed.self);
    if (!own) throw new RequestRejected('not-a-party', 'this node gave no ready to the aux ceremony');
    checkAuxDescriptor(descriptor, allowed, own, identitiesOf(cluster, descriptor), profile);
    const spare = primes.next();
    if ('found' in spare) throw new RequestRejected('no-primes', 'the primes of this node went to another ceremony');
    const attested = { cluster: descriptor.cluster, ...attestedAbout(auxIdOf(allowed.order), allowed) };
    witness.admit(descriptor.readies, attested, descriptor.parties);
    const plan = this.#plan(call.descriptor, descriptor, allowed, spare);
    const subject = bytesToHex(allowed.orderHash);
    const about = { order: subject, key: allowed.order.name };
    const end = await sessions.run({ kind: 'aux', plan, coordinator, subject, about });
    // A proven cheat: this generation is never used here, whatever certificate comes later (cryptography.md, rule 6).
    if (end.kind === 'fault') store.aux.refuse(plan.id);
    if (end.kind === 'certified') await delivery.accept(end.certificate);
    return end;
  }

  #judge(order: Uint8Array): AllowedCeremony | Denied {
    const allowed = checkCeremony(order, this.#modules);
    if (allowed.kind === 'denied') return allowed;
    const { scheme } = allowed.order.structure;
    if (!isEcdsaScheme(scheme)) {
      return { kind: 'denied', code: 'wrong-scheme', reasons: [`keys of ${scheme} need no aux generation`] };
    }
    if (this.#modules.store.aux.countBegun(allowed.orderHash) < MAX_AUX_ATTEMPTS) return allowed;
    const reason = `this node has begun ${MAX_AUX_ATTEMPTS} aux ceremonies for the order and begins no more`;
    return { kind: 'denied', code: 'too-many-attempts', reasons: [reason] };
  }

  #plan(encoded: Uint8Array, descriptor: AuxDescriptor, allowed: AllowedCeremony, spare: SpareSecret): SessionPlan {
    const { vault, store, cluster, now, primes } = this.#modules;
    const { session } = auxHeader(descriptor);
    const { orderHash, self: party } = allowed;
    const identities = identitiesOf(cluster, descriptor);
    const parties = descriptor.parties.map(({ index }) => index);
    return {
      id: session,
      peers: peersOf(descriptor, parties, party),
      open: () => vault.heavy.openAux({ descriptor: encoded, spare: spare.sealed, identities, now: now() }),
      isHeavy: true,
      store({ sealed }) {
        store.aux.begin({ session, orderHash, party, sealed, begunAt: now() }, spare);
        primes.used();
      },
    };
  }
}
