import { bytesToHex } from '@noble/hashes/utils.js';
import type { ControlServer, Host, KeyList, NodeStatus } from '@quorate/network';
import type { RuleSet } from '@quorate/requests';
import type { Attester } from '../attestation/index.ts';
import type { Authorizer } from '../authorization/index.ts';
import type { AuxCeremonies } from '../ceremonies/auxCeremonies.ts';
import type { AuxDelivery } from '../ceremonies/auxDelivery.ts';
import type { Ceremonies } from '../ceremonies/ceremonies.ts';
import type { CertificateDelivery } from '../ceremonies/certificateDelivery.ts';
import type { PresignatureStocks } from '../presignatures/presignatureStocks.ts';
import type { Presigning } from '../presignatures/presigning.ts';
import type { PrimeKeeper } from '../primes/primeKeeper.ts';
import type { SessionHost } from '../sessions/sessionHost.ts';
import type { Signing } from '../sessions/signing.ts';
import type { Store } from '../store/index.ts';

export interface ControlModules {
  readonly node: string;
  readonly version: string;
  readonly startedAt: number;
  readonly now: () => number;
  readonly rules: RuleSet;
  readonly host: Host;
  readonly store: Store;
  readonly authorizer: Authorizer;
  readonly sessions: SessionHost;
  readonly signing: Signing;
  readonly ceremonies: Ceremonies;
  readonly delivery: CertificateDelivery;
  readonly auxCeremonies: AuxCeremonies;
  readonly auxDelivery: AuxDelivery;
  readonly primes: PrimeKeeper;
  /** Of a node with a module. */
  readonly attester: Attester | undefined;
  readonly presigning: Presigning;
  readonly presignatures: PresignatureStocks;
}

/** What a coordinator may ask of this node. None of it takes the coordinator's word for anything. */
export function controlServer(modules: ControlModules): ControlServer {
  const { authorizer, sessions, signing, ceremonies, delivery, auxCeremonies, auxDelivery, presigning } = modules;
  return {
    status: () => status(modules),
    listKeys: () => listKeys(modules),
    authorize: (request) => signing.authorize(request),
    sign: (request, { from }) => signing.sign(request, from),
    abort({ session }, { from }) {
      sessions.abort(session, from);
      return {};
    },
    cancel({ cancel }) {
      const requestHash = authorizer.cancel(cancel);
      sessions.abortSubject(bytesToHex(requestHash), 'the desk has cancelled the request');
      return {};
    },
    prepareKeygen: (request) => ceremonies.prepareKeygen(request),
    keygen: (request, { from }) => ceremonies.keygen(request, from),
    deliverCertificate: async ({ order, certificate }) => ({
      acknowledgement: await delivery.accept(order, certificate),
    }),
    listAux: (request) => auxDelivery.list(request),
    prepareAux: (request) => auxCeremonies.prepareAux(request),
    aux: (request, { from }) => auxCeremonies.aux(request, from),
    preparePresign: (request, { from }) => presigning.prepare(request, from),
    presign: (request, { from }) => presigning.presign(request, from),
    async deliverAuxCertificate({ certificate }) {
      await auxDelivery.accept(certificate);
      return {};
    },
  };
}

async function status(modules: ControlModules): Promise<NodeStatus> {
  const { node, version, startedAt, now, rules, host, store, sessions, primes, attester, presignatures } = modules;
  return {
    id: node,
    version,
    pid: process.pid,
    uptimeMs: Math.max(0, Math.round(now() - startedAt)),
    rules: { name: rules.name, description: rules.description },
    links: host.linked(),
    keys: store.keys.listActive().length,
    pendingKeys: store.ceremonies.listPending().length,
    sessions: sessions.size,
    primes: primes.progress(),
    attestation: attester?.status() ?? null,
    forks: store.attestations.listForks(),
    presignatures: await presignatures.status(),
  };
}

async function listKeys({ store, delivery }: ControlModules): Promise<KeyList> {
  const active = store.keys.listActive().map(async (record) => {
    const { order, certificate } = record;
    return { order, certificate, acknowledgement: await delivery.acknowledge(record) };
  });
  const pending = store.ceremonies.listPending().map(({ key, session, order }) => ({ key, session, order }));
  return { active: await Promise.all(active), pending };
}
