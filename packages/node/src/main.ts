import { join } from 'node:path';
import { createHost, type FrameTap, type Host, serveControl } from '@quorate/network';
import { clusterFileHash, policyHash } from '@quorate/requests';
import { type EcdsaProfile, PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { type AttestationSigner, Attestations, pinnedSigner, readyDrawer } from './attestation/index.ts';
import { createAuthorizer } from './authorization/index.ts';
import { AuxCeremonies } from './ceremonies/auxCeremonies.ts';
import { AuxDelivery } from './ceremonies/auxDelivery.ts';
import { Ceremonies } from './ceremonies/ceremonies.ts';
import { CertificateDelivery } from './ceremonies/certificateDelivery.ts';
import { type NodeConfig, readKeyFile } from './config/index.ts';
import { controlServer } from './control/controlServer.ts';
import { EvidenceShelf } from './evidence/evidenceShelf.ts';
import { forgetOld } from './forgetOld.ts';
import { startHttp } from './http/index.ts';
import { Lifetime } from './lifetime.ts';
import { NonceKeeper } from './nonces/nonceKeeper.ts';
import { PresignatureStocks } from './presignatures/presignatureStocks.ts';
import { Presigning } from './presignatures/presigning.ts';
import { PrimeKeeper } from './primes/primeKeeper.ts';
import { SessionHost } from './sessions/sessionHost.ts';
import { Signing } from './sessions/signing.ts';
import { openStore, type Store } from './store/index.ts';
import { countRandomizers, createLogger, createMetrics, type Logger, type Metrics } from './telemetry/index.ts';
import { unlockVault } from './vault/unlockVault.ts';
import { VERSION } from './version.ts';

const HOUR_MS = 3_600_000;

/** What surrounds a node and may be another in tests. */
export interface NodeDeps {
  readonly transport?: 'tcp' | 'memory';
  readonly tap?: FrameTap;
  /** Unix milliseconds. */
  readonly now?: () => number;
  readonly log?: Logger;
  /** An attestation key outside of any module. */
  readonly signer?: AttestationSigner;
  /** Short numbers for threshold ECDSA, and safe primes for their use. */
  readonly profile?: EcdsaProfile;
  readonly primes?: readonly bigint[];
}

export interface RunningNode {
  readonly id: string;
  /** Multiaddrs it listens on. */
  readonly addresses: readonly string[];
  /** Of `/healthz` and `/metrics`. */
  readonly url: string;
  /** Ends the sessions, closes the links and the store. May be called more than once. */
  stop(): Promise<void>;
  /** Resolves once the node has stopped; with the reason if it had to stop by itself. */
  readonly stopped: Promise<Error | undefined>;
}

/**
 * Starts a node: every component is made and joined here, in the order in which they need each other.
 * Throws RequestRejected, with nothing left open, when it cannot start.
 */
export async function startNode(config: NodeConfig, deps: NodeDeps = {}): Promise<RunningNode> {
  const { id: node, cluster, rules, roundTimeoutMs } = config;
  const { now = Date.now, transport = 'tcp', tap, profile = PROFILE_3072, primes: known = [] } = deps;
  const startedAt = now();
  const log = deps.log ?? createLogger(config.log.level, { node });
  const metrics = createMetrics();
  await using parts = new AsyncDisposableStack();

  const store = parts.adopt(openStore(config.dataDir), (open) => open.close());
  const numbers = { profile, primes: known };
  const unlocked = await unlockVault(config, store.meta, numbers);
  const { vault, ended } = parts.adopt(unlocked, (open) => open.close());
  // After the passphrase or the PIN: a start that is refused changes nothing.
  pinCluster(store, config);

  const identitySecret = readKeyFile(config.identityKeyFile);
  const self = { kind: 'node', id: node } as const;
  const listen = config.listen;
  const host = await createHost({ identitySecret, self, cluster, listen, transport, log, ...(tap ? { tap } : {}) });
  parts.adopt(host, (open) => open.stop());

  const signer = pinnedSigner(node, cluster, deps.signer ?? unlocked.signer, log);
  const attestations = new Attestations({ node, cluster, host, store, signer, log, now });
  parts.adopt(attestations, (open) => open.stop());
  const { witness, attester } = attestations;
  const readies = readyDrawer(vault, attester);

  const authorizer = createAuthorizer({ cluster, store, rules, now });
  const nodes = new Set(cluster.nodes.map(({ id }) => id));
  const evidence = new EvidenceShelf(join(config.dataDir, 'evidence'), log);
  evidence.tidy();
  parts.defer(() => evidence.settled());
  const coordinators = cluster.coordinators.length;
  const bounds = { nodes, roundTimeoutMs, coordinators };
  const sessions = new SessionHost({ host, vault, evidence, log, metrics, now }, bounds);
  const nonces = new NonceKeeper({ cluster, host, store, vault, log, metrics, now }, config.nonces);
  const presignatures = new PresignatureStocks({ host, store, vault, log, metrics }, config.presignatures);
  const signing = new Signing({
    ...{ cluster, authorizer, store, vault, sessions, nonces, presignatures, readies, witness, log, metrics, now },
  });
  const presigning = new Presigning({
    ...{ cluster, policyHash: policyHash(rules), store, vault, sessions, stocks: presignatures, log, metrics, now },
  });

  const onKeysChanged = () => {
    countKeys(store, metrics);
    nonces.keysChanged();
    presignatures.keysChanged();
  };
  const delivery = new CertificateDelivery({ node, cluster, store, vault, attester, log, now, onKeysChanged });
  const ceremonies = new Ceremonies({
    ...{
      node,
      cluster,
      policyHash: policyHash(rules),
      store,
      vault,
      readies,
      witness,
      sessions,
      delivery,
      log,
      now,
      onKeysChanged,
    },
  });

  const primes = new PrimeKeeper({ store: store.primes, vault: vault.heavy, log, metrics }, config.ecdsa.primeSets);
  const auxDelivery = new AuxDelivery({ cluster, store, vault: vault.heavy, log });
  const auxCeremonies = new AuxCeremonies({
    ...{ node, cluster, policyHash: policyHash(rules), profile: profile.name },
    ...{ store, vault, readies, witness, sessions, primes, delivery: auxDelivery, log, now },
  });

  const joined = {
    host,
    store,
    authorizer,
    sessions,
    signing,
    ceremonies,
    delivery,
    auxCeremonies,
    auxDelivery,
    primes,
    attester,
    presigning,
    presignatures,
  };
  const server = controlServer({ node, version: VERSION, startedAt, now, rules, ...joined });
  serveControl({ host, cluster, server, log });
  watchLinks(host, metrics);
  countRandomizers(vault.heavy, metrics.registry);
  onKeysChanged();

  const lifetime = new Lifetime(log);
  const http = await startHttp({ ...config.http, health: () => lifetime.health(), metrics: metrics.registry });
  parts.adopt(http, (open) => open.close());

  await host.start();
  primes.start();
  parts.defer(() => primes.stop());
  parts.defer(() => nonces.stop());
  parts.defer(() => sessions.abortAll(`${node} is stopping`));
  const ending = new AbortController();
  const pruning = setInterval(() => void forgetOld(store.requests, log, now(), ending.signal), HOUR_MS);
  parts.defer(() => {
    clearInterval(pruning);
    ending.abort();
  });

  lifetime.begin(parts.move(), ended);
  log.info({ addresses: host.addresses(), http: http.url, rules: rules.name, pid: process.pid }, 'ready');
  return {
    id: node,
    addresses: host.addresses(),
    url: http.url,
    stop: () => lifetime.end(),
    stopped: lifetime.stopped,
  };
}

function pinCluster(store: Store, { cluster, id }: NodeConfig): void {
  const { id: name, revision } = cluster;
  store.meta.pin({ cluster: name, node: id, revision, fileHash: clusterFileHash(cluster) });
}

function countKeys({ keys, ceremonies }: Store, metrics: Metrics): void {
  metrics.activeKeys.set(keys.listActive().length);
  metrics.pendingKeys.set(ceremonies.listPending().length);
}

function watchLinks(host: Host, metrics: Metrics): void {
  host.onLink(() => metrics.linksUp.set(host.linked().length));
}
