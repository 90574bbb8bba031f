import { MAX_BATCH_PAIRS, NODE_ID } from '@quorate/tss-core';
import { z } from 'zod';
import { DEFAULT_KEY_PREFIX, KEY_PREFIX } from '../keystore/pkcs11/moduleKeys.ts';
import { LOG_LEVELS } from '../telemetry/createLogger.ts';

/** Each takes every signer about a second to make. */
const MAX_PRESIGNATURES_PER_SET = 256;

const path = z.string().min(1, 'expected a path').max(4096);
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const CREDENTIAL_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
const MULTIADDR = /^(?:\/[A-Za-z0-9.:_-]+)+$/;

const source = z.union(
  [
    z.strictObject({ file: path }),
    z.strictObject({ env: z.string().regex(ENV_NAME) }),
    z.strictObject({ systemdCredential: z.string().regex(CREDENTIAL_NAME) }),
    z.strictObject({ prompt: z.literal(true) }),
  ],
  { error: 'expected one of {file: PATH}, {env: NAME}, {systemdCredential: NAME}, {prompt: true}' },
);

const keystore = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passphrase'), source }),
  z.strictObject({
    kind: z.literal('pkcs11'),
    module: path,
    token: z.string().min(1).max(32),
    keys: z
      .string()
      .regex(KEY_PREFIX, 'expected letters, digits, ".", "_" or "-", at most 16')
      .default(DEFAULT_KEY_PREFIX),
    pin: source,
    env: z.record(z.string().regex(ENV_NAME), z.string().max(4096)).default({}),
  }),
]);

/** `node.yaml` as it is written: paths still relative to it. */
export const nodeFileSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(NODE_ID, 'expected a node id such as node-1'),
  clusterFile: path,
  identityKeyFile: path,
  dataDir: path,
  listen: z.array(z.string().regex(MULTIADDR, 'expected a multiaddr such as /ip4/127.0.0.1/tcp/41001')).min(1).max(16),
  http: z.strictObject({
    host: z.string().regex(LOOPBACK, 'expected a loopback address such as 127.0.0.1: health and metrics stay local'),
    port: z.int().min(0).max(65_535),
  }),
  keystore,
  rules: path,
  roundTimeoutMs: z.int().min(100).max(60_000).default(2000),
  nonces: z
    .strictObject({
      low: z.int().min(0).max(MAX_BATCH_PAIRS).default(16),
      high: z.int().min(0).max(MAX_BATCH_PAIRS).default(64),
    })
    .refine(({ low, high }) => high === 0 || low < high, 'expected low to be less than high, or high: 0 for no nonces')
    .optional(),
  presignatures: z
    .strictObject({
      low: z.int().min(0).max(MAX_PRESIGNATURES_PER_SET).default(2),
      high: z.int().min(0).max(MAX_PRESIGNATURES_PER_SET).default(8),
    })
    .refine(
      ({ low, high }) => high === 0 || low < high,
      'expected low to be less than high, or high: 0 for no presignatures',
    )
    .optional(),
  ecdsa: z.strictObject({ primeSets: z.int().min(0).max(16).default(0) }).default({ primeSets: 0 }),
  log: z.strictObject({ level: z.enum(LOG_LEVELS).default('info') }).default({ level: 'info' }),
});

export type NodeFile = z.infer<typeof nodeFileSchema>;
