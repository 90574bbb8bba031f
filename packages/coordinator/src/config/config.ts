import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { type ClusterFile, parseClusterFile, parseWith } from '@quorate/requests';
import { NODE_ID, RequestRejected } from '@quorate/tss-core';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from '../telemetry/log.ts';
import { checkBind } from './checkBind.ts';

const REJECTED = 'bad-config';
const path = z.string().min(1).max(4096);
const port = z.int().min(0).max(65535);

const fileSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(NODE_ID),
  clusterFile: path,
  identityKeyFile: path,
  dataDir: path,
  listen: z.array(z.string().max(200)).max(16).default([]),
  http: z.strictObject({
    host: z.string().min(1).max(255).default('127.0.0.1'),
    port,
    tls: z.strictObject({ certFile: path, keyFile: path }).exactOptional(),
    behindProxy: z.boolean().default(false),
  }),
  limits: z
    .strictObject({
      inFlight: z.int().min(1).max(48).default(24),
      pendingPerDesk: z.int().min(1).max(100_000).default(1000),
      storedMiBPerDesk: z.int().min(1).max(1_000_000).default(16_384),
    })
    .prefault({}),
  retentionDays: z.int().min(1).max(3650).default(30),
  log: z.strictObject({ level: z.enum(LOG_LEVELS).default('info') }).prefault({}),
});

export interface HttpConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** PEM files, absolute paths. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** The operator says that a reverse proxy in front of it speaks TLS. */
  readonly behindProxy: boolean;
}

export interface Limits {
  /** Requests that talk to nodes at the same time; the others queue fairly. A node joins at most 48 sessions at once. */
  readonly inFlight: number;
  /** Requests of one desk that may wait at the same time. */
  readonly pendingPerDesk: number;
  /** MiB that all requests of one desk in the ledger may have, those that have ended too. */
  readonly storedMiBPerDesk: number;
}

/** A checked `coordinator.yaml`: every path absolute, the cluster file read and its signatures verified. */
export interface CoordinatorConfig {
  readonly id: string;
  readonly cluster: ClusterFile;
  /** Read it with `readIdentitySecret`. */
  readonly identityKeyFile: string;
  readonly dataDir: string;
  /** Multiaddrs; may be empty, since a coordinator dials the nodes. */
  readonly listen: readonly string[];
  readonly http: HttpConfig;
  readonly limits: Limits;
  /** How long ended requests and ceremonies stay in the ledger. */
  readonly retentionDays: number;
  readonly log: { readonly level: LogLevel };
}

/** What a command line may override. */
export interface ConfigOverrides {
  readonly behindProxy?: boolean;
}

/** Reads `coordinator.yaml`; relative paths are relative to it. Throws RequestRejected `bad-config`, one sentence. */
export function loadConfig(file: string, overrides: ConfigOverrides = {}): CoordinatorConfig {
  const absolute = resolve(file);
  const raw = parseWith(fileSchema, readYaml(absolute), absolute, REJECTED);
  const from = (relative: string) => (isAbsolute(relative) ? relative : resolve(dirname(absolute), relative));
  const { tls, ...http } = { ...raw.http, ...overrides };
  const bind = tls ? { ...http, tls: { certFile: from(tls.certFile), keyFile: from(tls.keyFile) } } : http;
  checkBind(bind, absolute);
  const cluster = readCluster(from(raw.clusterFile));
  checkMembership(raw.id, cluster, absolute);
  return {
    id: raw.id,
    cluster,
    identityKeyFile: from(raw.identityKeyFile),
    dataDir: from(raw.dataDir),
    listen: raw.listen,
    http: bind,
    limits: raw.limits,
    retentionDays: raw.retentionDays,
    log: raw.log,
  };
}

function readYaml(file: string): unknown {
  const text = readText(file);
  try {
    return parseYaml(text);
  } catch (problem) {
    const [start] = (problem instanceof YAMLParseError && problem.linePos) || [];
    const where = start ? ` at line ${start.line}` : '';
    throw new RequestRejected(
      REJECTED,
      `${file}: not valid YAML${where}`,
      'it may be truncated: restore it from a good copy',
    );
  }
}

function readCluster(file: string): ClusterFile {
  return parseClusterFile(readText(file), file);
}

function checkMembership(id: string, cluster: ClusterFile, file: string): void {
  if (cluster.coordinators.some((coordinator) => coordinator.id === id)) return;
  throw new RequestRejected(REJECTED, `${file}: id: the cluster file names no coordinator ${id}`);
}

/** Reads a text file that the configuration needs. Throws RequestRejected `bad-config`. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (problem) {
    const reason =
      problem instanceof Error && 'code' in problem && problem.code === 'ENOENT' ? 'not found' : 'not readable';
    throw new RequestRejected(REJECTED, `${file}: ${reason}`);
  }
}
