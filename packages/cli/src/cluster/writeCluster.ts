import { mkdir, mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type ClusterFile, localDemoRules, signClusterFile } from '@quorate/requests';
import type { Random } from '@quorate/tss-core';
import { stringify } from 'yaml';
import { errorCode } from '../output/errorCode.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { clientYaml, coordinatorYaml, cosignerYaml, nodeYaml } from './configTexts.ts';
import { makePrivateDirectory, writePublic, writeSecret } from './files.ts';
import {
  ADMIN_ID,
  type ClusterLayout,
  COORDINATOR_ID,
  COSIGNER_ID,
  clusterLayout,
  DESK_ID,
  type NodeLayout,
  nodeId,
} from './layout.ts';
import { makeSoftToken, softHsmLibrary } from './softHsm.ts';

/** What a new local cluster needs besides randomness. */
export interface ClusterPlan {
  readonly nodes: number;
  /** 2·nodes + 2 free ports, and 2 more with a cosigner. */
  readonly ports: readonly number[];
  /** Another node whose shares SoftHSM2 seals. */
  readonly withHsm?: boolean;
}

/** How long a session waits for one round; a cosigner starts a process for each, which takes a busy machine its time. */
const ROUND_MS = 2000;
const WITH_COSIGNER_MS = 10_000;

interface Identity {
  readonly id: string;
  readonly secret: Uint8Array;
  readonly p2pPort: number;
  readonly httpPort: number;
}

/** With the key of its module: P-256, 33 bytes compressed, hex. */
interface Attesting extends Identity {
  readonly attestationKey?: string;
}

/**
 * Writes a whole local cluster: the files an operator of each part would write by hand, nothing else. They are written
 * beside `layout.dir` and moved into place at the end, so that there is a whole cluster or none.
 */
export async function writeCluster(layout: ClusterLayout, plan: ClusterPlan, random: Random): Promise<void> {
  try {
    await writeAll(layout, plan, random);
  } catch (error) {
    throw notWritten(layout.dir, error);
  }
}

async function writeAll(layout: ClusterLayout, plan: ClusterPlan, random: Random): Promise<void> {
  const place = dirname(layout.dir);
  await mkdir(place, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error; // it is no directory, which the next line tells
  });
  // New for certain: in a directory where others may write, one of a name that they can guess could be theirs.
  const draft = clusterLayout(await mkdtemp(join(place, `.${basename(layout.dir)}.`)));
  try {
    await writeInto(draft, plan, random);
    await moveIntoPlace(draft.dir, layout.dir);
  } finally {
    await rm(draft.dir, { recursive: true, force: true });
  }
}

async function writeInto(draft: ClusterLayout, plan: ClusterPlan, random: Random): Promise<void> {
  const nodes = Array.from({ length: plan.nodes }, (_, i) => identity(nodeId(i + 1), plan.ports.slice(2 * i), random));
  const coordinator = identity(COORDINATOR_ID, plan.ports.slice(2 * plan.nodes), random);
  const cosigners = plan.withHsm ? [identity(COSIGNER_ID, plan.ports.slice(2 * plan.nodes + 2), random)] : [];
  const desk = random(32);
  const admin = random(32);
  for (const node of nodes) await writeNode(draft, node, plan.withHsm ? WITH_COSIGNER_MS : ROUND_MS, random);
  const attesting: Attesting[] = [];
  for (const node of cosigners) attesting.push({ ...node, attestationKey: await writeCosigner(draft, node, random) });
  await writePublic(draft.clusterFile, clusterJson([...nodes, ...attesting], coordinator, desk, admin, random));
  await writePublic(draft.clientConfig, clientYaml(coordinator.httpPort));
  await writeKey(draft.deskKey, desk);
  await writeKey(draft.adminKey, admin);
  await writeCoordinator(draft, coordinator);
}

function identity(id: string, ports: readonly number[], random: Random): Identity {
  const [p2pPort, httpPort] = ports;
  if (p2pPort === undefined || httpPort === undefined) throw new RangeError(`no ports left for ${id}`);
  return { id, secret: secp256k1.utils.randomSecretKey(random(48)), p2pPort, httpPort };
}

function clusterJson(
  nodes: readonly Attesting[],
  coordinator: Identity,
  desk: Uint8Array,
  admin: Uint8Array,
  random: Random,
): string {
  const unsigned: ClusterFile = {
    version: 1,
    id: hex(random(32)),
    name: 'local',
    revision: 1,
    nodes: nodes.map(({ id, secret, p2pPort, attestationKey }) => ({
      id,
      identity: hex(secp256k1.getPublicKey(secret)),
      address: `/ip4/127.0.0.1/tcp/${p2pPort}`,
      ...(attestationKey === undefined ? {} : { attestation: { publicKey: attestationKey } }),
    })),
    coordinators: [{ id: coordinator.id, identity: hex(secp256k1.getPublicKey(coordinator.secret)) }],
    desks: [{ id: DESK_ID, publicKey: hex(ed25519.getPublicKey(desk)), keys: '*' }],
    admins: { threshold: 1, members: [{ id: ADMIN_ID, publicKey: hex(ed25519.getPublicKey(admin)) }] },
    signatures: [],
  };
  const signed = nodes.reduce((file, { id, secret }) => signClusterFile(file, id, secret), unsigned);
  return `${JSON.stringify(signed, null, 2)}\n`;
}

async function writeCoordinator(draft: ClusterLayout, coordinator: Identity): Promise<void> {
  const { dir, config, identityKey, dataDir } = draft.coordinator;
  await makePrivateDirectory(dir);
  await makePrivateDirectory(dataDir);
  await writePublic(config, coordinatorYaml(coordinator));
  await writeKey(identityKey, coordinator.secret);
}

async function writeNode(draft: ClusterLayout, node: Identity, roundTimeoutMs: number, random: Random): Promise<void> {
  const layout = draft.node(node.id);
  await writeNodeFiles(layout, node, nodeYaml(node, roundTimeoutMs));
  await writeSecret(layout.passphrase, `${Buffer.from(random(24)).toString('base64url')}\n`);
}

/** @returns the attestation key of its token */
async function writeCosigner(draft: ClusterLayout, node: Identity, random: Random): Promise<string> {
  const layout = draft.node(node.id);
  await writeNodeFiles(layout, node, cosignerYaml(node, softHsmLibrary(), WITH_COSIGNER_MS));
  return makeSoftToken(layout, random);
}

async function writeNodeFiles(layout: NodeLayout, { secret }: Identity, yaml: string): Promise<void> {
  const { dir, config, identityKey, rules, dataDir } = layout;
  await makePrivateDirectory(dir);
  await makePrivateDirectory(dataDir);
  await writePublic(config, yaml);
  await writePublic(rules, stringify(localDemoRules));
  await writeKey(identityKey, secret);
}

async function writeKey(path: string, secret: Uint8Array): Promise<void> {
  await makePrivateDirectory(dirname(path));
  await writeSecret(path, `${hex(secret)}\n`);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** What a disk or its permissions refuse is no mistake of ours; whatever else was thrown stays what it is. */
function notWritten(dir: string, error: unknown): unknown {
  const code = errorCode(error);
  if (!/^E[A-Z0-9]+$/.test(code)) return error;
  return new Failure(
    EXIT.failed,
    'not-written',
    `no cluster can be written to ${dir} (${code})`,
    'Name a directory that you may write, on a disk with space left: quorate cluster up --dir DIRECTORY',
  );
}

/** Takes the place of an empty directory or of none; never of anything else. */
async function moveIntoPlace(draft: string, dir: string): Promise<void> {
  try {
    await rmdir(dir).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
    await rename(draft, dir);
  } catch (error) {
    throw new Failure(
      EXIT.failed,
      'directory-in-use',
      `${dir} exists and is not a Quorate cluster (${errorCode(error)})`,
      'Name a directory that does not exist yet: quorate cluster up --dir DIRECTORY',
    );
  }
}
