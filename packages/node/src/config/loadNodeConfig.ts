import { dirname, resolve } from 'node:path';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { type ClusterFile, nodeById, parseClusterFile, parseRuleSet, parseWith } from '@quorate/requests';
import { equalBytes, wipe } from '@quorate/tss-core';
import type { Watermarks } from '../nonces/watermarks.ts';
import type { KeystoreConfig, NodeConfig, SecretSource } from './nodeConfig.ts';
import { type NodeFile, nodeFileSchema } from './nodeFile.ts';
import { badConfig, readText, readYaml } from './readFiles.ts';
import { readKeyFile } from './readKeyFile.ts';

/**
 * Reads `node.yaml` and every file it names but the passphrase. Relative paths are relative to the file itself.
 * RequestRejected with one sentence for the first mistake found; its code is `bad-config`, `bad-cluster-file`,
 * `unknown-node` or `bad-rules`.
 */
export function loadNodeConfig(path: string): NodeConfig {
  const file = resolve(path);
  const raw = parseWith(nodeFileSchema, readYaml(file, 'the config file'), file, 'bad-config');
  const at = (relative: string) => resolve(dirname(file), relative);
  const clusterFile = at(raw.clusterFile);
  const cluster = parseClusterFile(readText(clusterFile, 'the cluster file'), clusterFile);
  const identityKeyFile = at(raw.identityKeyFile);
  const rules = at(raw.rules);
  return {
    file,
    id: raw.id,
    cluster,
    clusterFile,
    identityKeyFile,
    identity: checkedIdentity(raw.id, cluster, identityKeyFile),
    dataDir: at(raw.dataDir),
    listen: raw.listen,
    http: raw.http,
    keystore: keystoreOf(raw.keystore, at),
    rules: parseRuleSet(readYaml(rules, 'the rules file'), rules),
    roundTimeoutMs: raw.roundTimeoutMs,
    nonces: inAdvance(raw, 'nonces', NONCES, file),
    presignatures: inAdvance(raw, 'presignatures', PRESIGNATURES, file),
    ecdsa: raw.ecdsa,
    log: raw.log,
  };
}

/** The public key of the identity file, which must be the one all operators signed for this node. */
function checkedIdentity(id: string, cluster: ClusterFile, path: string): Uint8Array {
  const expected = hexToBytes(nodeById(cluster, id).identity);
  const secret = readKeyFile(path, 'the identity key file');
  try {
    if (!secp256k1.utils.isValidSecretKey(secret)) throw badConfig(`${path} does not hold a secp256k1 secret key`);
    if (equalBytes(secp256k1.getPublicKey(secret), expected)) return expected;
  } finally {
    wipe(secret);
  }
  throw badConfig(
    `the identity key in ${path} is not the one that the cluster file has for ${id}`,
    'use the key this node was made with, or have a new revision of the cluster file signed',
  );
}

function keystoreOf(keystore: NodeFile['keystore'], at: (relative: string) => string): KeystoreConfig {
  if (keystore.kind === 'passphrase') return { kind: 'passphrase', source: sourceOf(keystore.source, at) };
  const { kind, module, token, keys, pin, env } = keystore;
  return { kind, module: at(module), token, keys, pin: sourceOf(pin, at), env };
}

const NONCES = { low: 16, high: 64 } as const;
const PRESIGNATURES = { low: 2, high: 8 } as const;
const NONE = { low: 0, high: 0 } as const;

function inAdvance(raw: NodeFile, what: 'nonces' | 'presignatures', usual: Watermarks, file: string): Watermarks {
  const asked = raw[what];
  if (raw.keystore.kind === 'passphrase') return asked ?? usual;
  if (asked === undefined || asked.high === 0) return NONE;
  throw badConfig(
    `${file}: ${what}: a node whose shares a module seals makes none in advance`,
    `leave ${what} out: those would be in memory at all times, and each betrays the share once it is used`,
  );
}

type Source = Extract<NodeFile['keystore'], { kind: 'passphrase' }>['source'];

function sourceOf(source: Source, at: (relative: string) => string): SecretSource {
  if ('file' in source) return { kind: 'file', path: at(source.file) };
  if ('env' in source) return { kind: 'env', name: source.env };
  if ('systemdCredential' in source) return { kind: 'systemdCredential', name: source.systemdCredential };
  return { kind: 'prompt' };
}
