import { bytesToHex } from '@noble/hashes/utils.js';
import type { KeygenAnswer, Readiness, RequestOf } from '@quorate/network';
import { type ClusterFile, identitiesOf } from '@quorate/requests';
import { type KeygenDescriptor, keygenDescriptorCodec, keygenSessionId, RequestRejected } from '@quorate/tss-core';
import { decodeCbor } from '@quorate/tss-core/wire';
import type { ReadyDrawer, Witness } from '../attestation/index.ts';
import { type AllowedCeremony, checkCeremony, checkKeygenDescriptor } from '../authorization/index.ts';
import { keygenAnswer } from '../sessions/answers.ts';
import { orRefusal } from '../sessions/orRefusal.ts';
import { peersOf } from '../sessions/peers.ts';
import type { SessionEnd, SessionPlan } from '../sessions/runningSession.ts';
import type { SessionHost } from '../sessions/sessionHost.ts';
import type { Store } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Vault } from '../vault/vault.ts';
import { attestedAbout, ceremonyDenied, ceremonyReady } from './ceremonyReady.ts';
import type { CertificateDelivery } from './certificateDelivery.ts';

const MAX_DESCRIPTOR_BYTES = 1 << 20;

export interface CeremoniesModules {
  /** This node's id. */
  readonly node: string;
  readonly cluster: ClusterFile;
  readonly policyHash: Uint8Array;
  readonly store: Store;
  readonly vault: Vault;
  readonly readies: ReadyDrawer;
  readonly witness: Witness;
  readonly sessions: SessionHost;
  readonly delivery: CertificateDelivery;
  readonly log: Logger;
  readonly now: () => number;
  /** Called after a pending share was stored. */
  onKeysChanged(): void;
}

/** Joins key ceremonies that the admins of the cluster ordered; a coordinator can order nothing. */
export class Ceremonies {
  readonly #modules: CeremoniesModules;

  constructor(modules: CeremoniesModules) {
    this.#modules = modules;
  }

  /** @param order encoded SignedOrder */
  async prepareKeygen({ order }: RequestOf<'prepareKeygen'>): Promise<Readiness> {
    const { log } = this.#modules;
    const allowed = checkCeremony(order, this.#modules);
    if (allowed.kind === 'denied') return ceremonyDenied(log, allowed, 'ceremony denied');
    log.info(aboutOrder(allowed), 'ceremony allowed');
    return ceremonyReady(this.#modules, allowed, attestedAbout(allowed.keyId, allowed));
  }

  /** Answers when the ceremony has ended for this node. */
  async keygen(call: RequestOf<'keygen'>, coordinator: string): Promise<KeygenAnswer> {
    const { log } = this.#modules;
    const run = () => this.#run(call, coordinator);
    return keygenAnswer(
      await orRefusal(run, (refusal) => log.warn({ coordinator, ...refusal }, 'offered ceremony refused')),
    );
  }

  async #run(call: RequestOf<'keygen'>, coordinator: string): Promise<SessionEnd> {
    const { cluster, sessions, store, delivery, witness } = this.#modules;
    const allowed = checkCeremony(call.order, this.#modules);
    if (allowed.kind === 'denied') throw new RequestRejected(allowed.code, allowed.reasons.join(' '));
    const descriptor = decodeCbor(keygenDescriptorCodec, call.descriptor, MAX_DESCRIPTOR_BYTES, 'descriptor');
    // Whether this ready is ours, unused and still remembered is for the vault to say.
    const own = descriptor.readies.find(({ party }) => party === allowed.self);
    if (!own) throw new RequestRejected('not-a-party', 'this node gave no ready to the ceremony');
    checkKeygenDescriptor(descriptor, allowed, own, identitiesOf(cluster, allowed.order.structure));
    const attested = { cluster: descriptor.cluster, ...attestedAbout(allowed.keyId, allowed) };
    witness.admit(descriptor.readies, attested, allowed.order.structure.parties);
    const plan = this.#plan(call.descriptor, descriptor, allowed);
    const about = aboutOrder(allowed);
    const subject = about.order;
    const end = await sessions.run({ kind: 'keygen', plan, coordinator, subject, about });
    // A proven cheat: this ceremony is never certified here, whatever happens later (cryptography.md, rule 6).
    if (end.kind === 'fault') store.ceremonies.refuse(plan.id);
    if (end.kind === 'certified') await delivery.accept(call.order, end.certificate);
    return end;
  }

  #plan(encoded: Uint8Array, descriptor: KeygenDescriptor, allowed: AllowedCeremony): SessionPlan {
    const { vault, store, cluster, now, onKeysChanged } = this.#modules;
    const { structure, name, createdAt } = allowed.order;
    const parties = structure.parties.map(({ index }) => index);
    const id = keygenSessionId(descriptor);
    const identities = identitiesOf(cluster, structure);
    const { keyId: key, epoch, self: party, orderHash, signedOrder: order } = allowed;
    return {
      id,
      peers: peersOf(structure, parties, allowed.self),
      open: () => vault.openKeygen({ descriptor: encoded, identities, now: now() }),
      isHeavy: false,
      store(checkpoint) {
        const about = { session: id, key, epoch, name, party, orderHash, orderCreatedAt: createdAt, order };
        store.ceremonies.certify({ ...about, ...checkpoint, certifiedAt: now() });
        onKeysChanged();
      },
    };
  }
}

/** The fields by which log lines of all nodes about one ceremony are found. */
function aboutOrder({ order, orderHash, keyId }: AllowedCeremony) {
  return { order: bytesToHex(orderHash), key: order.name, keyId: bytesToHex(keyId) };
}
