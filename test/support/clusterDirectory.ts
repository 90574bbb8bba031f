import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type ClusterFile, signClusterFile, toHex } from '@quorate/requests';
import { cheapStore } from './cheapStore.ts';
import { freePorts } from './freePorts.ts';
import { makeSoftToken, softTokenYaml } from './softToken.ts';

export type Transport = 'memory' | 'tcp';

export interface ClusterDirectoryOptions {
  readonly nodes?: number;
  /** Nodes hsm-1, hsm-2, … besides, whose shares SoftHSM2 seals; each has a token in its home. */
  readonly cosigners?: number;
  readonly transport?: Transport;
  readonly desks?: number;
  /** `threshold` of `admins` must sign a key order. */
  readonly admins?: number;
  readonly threshold?: number;
  readonly roundTimeoutMs?: number;
  readonly logLevel?: string;
  /** Of every node without a token; a quarter of its defaults, since each start makes them anew. `high: 0`: two rounds only. */
  readonly nonces?: { readonly low: number; readonly high: number };
  /** Ids of nodes whose approvals a P-256 key attests, pinned in the cluster file. */
  readonly attesting?: readonly string[];
  /** Of every node; none unless asked for, since making them takes time that other tests need. */
  readonly presignatures?: { readonly low: number; readonly high: number };
}

/** A cluster as its operators wrote it to disk, with every secret at hand. */
export interface ClusterDirectory {
  readonly dir: string;
  readonly cluster: ClusterFile;
  readonly transport: Transport;
  /** 32 bytes of a node, coordinator, desk or admin by its id. */
  secret(id: string): Uint8Array;
  /** Of the P-256 key that attests for a node, 32 bytes. */
  attestationSecret(id: string): Uint8Array;
  /** Path of `node.yaml`. */
  nodeConfig(id: string): string;
  /** Path of `coordinator.yaml`. */
  readonly coordinatorConfig: string;
  /** Path of `client.yaml`; the HTTP port of the coordinator is fixed in it. */
  readonly clientConfig: string;
  /** Of its HTTP API. */
  readonly coordinatorUrl: string;
}

export const COORDINATOR = 'coordinator-1';

/**
 * Writes the files of a whole cluster into a new temporary directory, laid out as `quorate cluster up` does:
 * cluster.json, client.yaml, desks/, admins/, nodes/node-N/, coordinator/.
 */
export async function writeClusterDirectory(options: ClusterDirectoryOptions = {}): Promise<ClusterDirectory> {
  const { transport = 'memory' } = options;
  const dir = await mkdtemp(join(tmpdir(), 'quorate-'));
  const cosigners = ids('hsm', options.cosigners ?? 0);
  const nodes = [...ids('node', options.nodes ?? 3), ...cosigners];
  const desks = ids('desk', options.desks ?? 1);
  const admins = ids('admin', options.admins ?? 1);
  const secrets = new Map([...nodes, COORDINATOR, ...desks, ...admins].map((id) => [id, newSecret()]));
  const secret = (id: string) => known(secrets.get(id), id);
  const ports = await freePorts(nodes.length + 2);
  const listen = (i: number) =>
    transport === 'tcp' ? `/ip4/127.0.0.1/tcp/${known(ports[i], 'port')}` : `/memory/${toHex(randomBytes(8))}`;
  const addresses = new Map([...nodes, COORDINATOR].map((id, i) => [id, listen(i)]));
  const address = (id: string) => known(addresses.get(id), id);
  const httpPort = known(ports.at(-1), 'port');

  const draft: ClusterFile = {
    version: 1,
    id: toHex(randomBytes(32)),
    name: 'test',
    revision: 1,
    nodes: nodes.map((id) => ({
      ...{ id, identity: identityOf(secret(id)), address: address(id) },
      ...(options.attesting?.includes(id) ? { attestation: attestationOf(secret(id)) } : {}),
    })),
    coordinators: [{ id: COORDINATOR, identity: identityOf(secret(COORDINATOR)) }],
    desks: desks.map((id) => ({ id, publicKey: toHex(ed25519.getPublicKey(secret(id))), keys: '*' })),
    admins: {
      threshold: options.threshold ?? 1,
      members: admins.map((id) => ({ id, publicKey: toHex(ed25519.getPublicKey(secret(id))) })),
    },
    signatures: [],
  };
  const cluster = nodes.reduce((file, id) => signClusterFile(file, id, secret(id)), draft);

  await write(join(dir, 'cluster.json'), `${JSON.stringify(cluster, null, 2)}\n`);
  await write(join(dir, 'client.yaml'), clientYaml(httpPort));
  for (const id of desks) await write(join(dir, 'desks', `${id}.key`), `${toHex(secret(id))}\n`, 0o600);
  for (const id of admins) await write(join(dir, 'admins', `${id}.key`), `${toHex(secret(id))}\n`, 0o600);
  for (const id of nodes) {
    const home = join(dir, 'nodes', id);
    const hasToken = cosigners.includes(id);
    await write(join(home, 'node.yaml'), nodeYaml(id, address(id), hasToken, options));
    await write(join(home, 'rules.yaml'), RULES_YAML);
    await write(join(home, 'identity.key'), `${toHex(secret(id))}\n`, 0o600);
    const passphrase = toHex(randomBytes(16));
    if (hasToken) {
      await makeSoftToken(home);
    } else {
      await write(join(home, 'passphrase'), `${passphrase}\n`, 0o600);
      cheapStore(join(home, 'data'), passphrase);
    }
  }
  const coordinator = join(dir, 'coordinator');
  await write(join(coordinator, 'coordinator.yaml'), coordinatorYaml(address(COORDINATOR), httpPort, options));
  await write(join(coordinator, 'identity.key'), `${toHex(secret(COORDINATOR))}\n`, 0o600);
  return {
    dir,
    cluster,
    transport,
    secret,
    attestationSecret: (id) => attestationSecret(secret(id)),
    nodeConfig: (id) => join(dir, 'nodes', id, 'node.yaml'),
    coordinatorConfig: join(coordinator, 'coordinator.yaml'),
    clientConfig: join(dir, 'client.yaml'),
    coordinatorUrl: `http://127.0.0.1:${httpPort}`,
  };
}

async function write(path: string, content: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, content, { mode });
}

const PASSPHRASE_YAML = '{kind: passphrase, source: {file: passphrase}}';

function nodeYaml(id: string, address: string, hasToken: boolean, options: ClusterDirectoryOptions) {
  const { roundTimeoutMs = 2000, logLevel = 'info' } = options;
  const { nonces = { low: 4, high: 16 }, presignatures = { low: 0, high: 0 } } = options;
  return `version: 1
id: ${id}
clusterFile: ../../cluster.json
identityKeyFile: identity.key
dataDir: data
listen: [${address}]
http: {host: 127.0.0.1, port: 0}
keystore: ${hasToken ? softTokenYaml : PASSPHRASE_YAML}
rules: rules.yaml
roundTimeoutMs: ${roundTimeoutMs}
presignatures: {low: ${presignatures.low}, high: ${presignatures.high}}
${hasToken ? '' : `nonces: {low: ${nonces.low}, high: ${nonces.high}}\n`}log: {level: ${logLevel}}
`;
}

const RULES_YAML = `version: 1
name: local-demo
description: "local demo: any decodable intent of a known desk"
allow:
  - {desks: '*', keys: '*', intents: '*'}
`;

function coordinatorYaml(address: string, httpPort: number, { logLevel = 'info' }: ClusterDirectoryOptions) {
  return `version: 1
id: ${COORDINATOR}
clusterFile: ../cluster.json
identityKeyFile: identity.key
dataDir: data
listen: [${address}]
http: {host: 127.0.0.1, port: ${httpPort}}
log: {level: ${logLevel}}
`;
}

function clientYaml(httpPort: number): string {
  return `version: 1
coordinator: http://127.0.0.1:${httpPort}
clusterFile: cluster.json
desk: {id: desk-1, keyFile: desks/desk-1.key}
admin: {id: admin-1, keyFile: admins/admin-1.key}
`;
}

function ids(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${kind}-${i + 1}`);
}

function newSecret(): Uint8Array {
  return secp256k1.utils.randomSecretKey();
}

function identityOf(secret: Uint8Array): string {
  return toHex(secp256k1.getPublicKey(secret));
}

function attestationSecret(identitySecret: Uint8Array): Uint8Array {
  return sha256(identitySecret);
}

function attestationOf(identitySecret: Uint8Array): { readonly publicKey: string } {
  return { publicKey: toHex(p256.getPublicKey(attestationSecret(identitySecret))) };
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}
