import { ADMIN_ID, DESK_ID } from './layout.ts';
import { SOFTHSM_CONF, TOKEN_LABEL } from './softHsm.ts';

interface Member {
  readonly id: string;
  readonly p2pPort: number;
  readonly httpPort: number;
}

// Written as text and not serialized, since people read and change these files.

/** @param roundTimeoutMs how long a session waits for one round */
export function nodeYaml(member: Member, roundTimeoutMs: number): string {
  return `${nodeHead(member)}# Seals the key shares on disk. In production: {systemdCredential: NAME}, {env: NAME} or {prompt: true}.
keystore:
  kind: passphrase
  source:
    file: passphrase
${nodeRules(roundTimeoutMs)}# Nonces made in advance for each key, so that signing takes one round; refilled to high once low or fewer are left.
# They live in memory only. With high: 0 signing takes two rounds.
nonces:
  low: 16
  high: 64
# Presignatures made in advance for each ECDSA key while nobody signs, with the same effect. Each takes every signer about
# a second. With high: 0 signing takes five rounds.
presignatures:
  low: 2
  high: 8
# Threshold ECDSA: sets of primes to have ready for nodes that make their first ECDSA key together. With 0 they are
# looked for when they are needed.
ecdsa:
  primeSets: 0
${LOG}`;
}

/** @param library of SoftHSM2 */
export function cosignerYaml(member: Member, library: string, roundTimeoutMs: number): string {
  return `${nodeHead(member)}# A key inside the module seals the key shares; see docs/hsm.md. This module is software: good for trying it out.
keystore:
  kind: pkcs11
  module: ${library}
  token: ${TOKEN_LABEL}
  pin:
    file: pin
  env:
    SOFTHSM2_CONF: ${SOFTHSM_CONF}
${nodeRules(roundTimeoutMs)}${LOG}`;
}

function nodeHead({ id, p2pPort, httpPort }: Member): string {
  return `# One node of the cluster. Paths are relative to this file.
version: 1
id: ${id}
clusterFile: ../../cluster.json
identityKeyFile: identity.key
dataDir: data
# Other nodes and the coordinator reach it here; the cluster file tells them.
listen:
  - /ip4/127.0.0.1/tcp/${p2pPort}
# /healthz and /metrics, on loopback only.
http:
  host: 127.0.0.1
  port: ${httpPort}
`;
}

function nodeRules(roundTimeoutMs: number): string {
  return `# What this node signs, whoever asks.
rules: rules.yaml
roundTimeoutMs: ${roundTimeoutMs}
`;
}

const LOG = `log:
  level: info
`;

export function coordinatorYaml({ id, p2pPort, httpPort }: Member): string {
  return `# The coordinator: routes requests, holds no secret of any key. Paths are relative to this file.
version: 1
id: ${id}
clusterFile: ../cluster.json
identityKeyFile: identity.key
dataDir: data
listen:
  - /ip4/127.0.0.1/tcp/${p2pPort}
# The API for desks. Any other host than loopback needs tls: {certFile, keyFile} or behindProxy: true.
http:
  host: 127.0.0.1
  port: ${httpPort}
${LOG}`;
}

export function clientYaml(coordinatorPort: number): string {
  return `# How \`quorate\` reaches the cluster, and as whom. Paths are relative to this file.
version: 1
coordinator: http://127.0.0.1:${coordinatorPort}
# Pinned: keys, certificates and signatures are checked against this file, whatever the coordinator says.
clusterFile: cluster.json
# Asks for signatures.
desk:
  id: ${DESK_ID}
  keyFile: desks/${DESK_ID}.key
# Orders keys.
admin:
  id: ${ADMIN_ID}
  keyFile: admins/${ADMIN_ID}.key
`;
}
