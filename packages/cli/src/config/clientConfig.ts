import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type ClusterFile, memberId, parseClusterFile, parseWith } from '@quorate/requests';
import { parse } from 'yaml';
import { z } from 'zod';
import { clusterLayout } from '../cluster/layout.ts';
import { readInput } from '../input/readInput.ts';
import { errorCode } from '../output/errorCode.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';

const signer = z.strictObject({ id: memberId, keyFile: z.string().min(1).max(4096) });
const clientConfigSchema = z.strictObject({
  version: z.literal(1),
  coordinator: z.url({ protocol: /^https?$/ }),
  clusterFile: z.string().min(1).max(4096),
  desk: signer,
  admin: signer.optional(),
});

/** Who speaks to the cluster. */
export interface Signer {
  readonly id: string;
  /** Absolute path of the file with its Ed25519 seed. */
  readonly keyFile: string;
}

/** A checked `client.yaml` with the cluster file it pins; key files are read only by those who sign with them. */
export interface ClientConfig {
  readonly coordinator: string;
  readonly clusterFile: string;
  readonly cluster: ClusterFile;
  readonly desk: Signer;
  readonly admin: Signer | undefined;
}

const MAX_CONFIG_BYTES = 65_536;
const MAX_CLUSTER_BYTES = 1 << 20;

/** Throws Failure or RequestRejected with a sentence that names the file and what is wrong in it. */
export async function loadClientConfig(dir: string): Promise<ClientConfig> {
  const file = clusterLayout(dir).clientConfig;
  await mustBeCluster(dir);
  const config = parseWith(
    clientConfigSchema,
    parseYaml(file, await readText(file, MAX_CONFIG_BYTES)),
    file,
    'bad-config',
  );
  const at = (path: string) => resolve(dirname(file), path);
  const signerAt = ({ id, keyFile }: Signer) => ({ id, keyFile: at(keyFile) });
  return {
    coordinator: config.coordinator,
    clusterFile: at(config.clusterFile),
    cluster: await loadClusterFile(at(config.clusterFile)),
    desk: signerAt(config.desk),
    admin: config.admin && signerAt(config.admin),
  };
}

export async function loadClusterFile(path: string): Promise<ClusterFile> {
  return parseClusterFile(await readText(path, MAX_CLUSTER_BYTES), path);
}

const START_ONE = 'Start one with `quorate cluster up`, or name its directory with --dir.';

/** Throws Failure `no-cluster` unless the directory holds a cluster. */
export async function mustBeCluster(dir: string, hint = START_ONE): Promise<void> {
  await stat(clusterLayout(dir).clientConfig).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') return;
    throw new Failure(EXIT.failed, 'no-cluster', `there is no cluster in ${resolve(dir)}: it has no client.yaml`, hint);
  });
}

async function readText(path: string, maxBytes: number): Promise<string> {
  return Buffer.from(await readInput(path, maxBytes)).toString('utf8');
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text, { strict: true, uniqueKeys: true, maxAliasCount: 0 });
  } catch (error) {
    const what = error instanceof Error ? error.message.split('\n')[0] : 'unreadable';
    throw new Failure(EXIT.failed, 'bad-config', `${file}: this is not valid YAML: ${what}`);
  }
}
