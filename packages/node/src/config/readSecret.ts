import { join } from 'node:path';
import { wipe } from '@quorate/tss-core';
import type { SecretSource } from './nodeConfig.ts';
import { promptSecret, type Terminal } from './promptSecret.ts';
import { badConfig, readBytes, readSecretBytes } from './readFiles.ts';
import { withoutLineBreak } from './readKeyFile.ts';

/** What an operator gives a node to open its keystore with. */
export type SecretName = 'passphrase' | 'PIN';

/** What of the process such a secret may come from. */
export interface SecretWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
}

const ownWorld: SecretWorld = { env: process.env, terminal: { input: process.stdin, output: process.stderr } };

/**
 * Reads the keystore's secret from where the config says. RequestRejected `bad-config` when it is not there.
 * @returns secret bytes, without a trailing line break; the caller wipes them
 */
export async function readSecret(
  source: SecretSource,
  name: SecretName,
  world: SecretWorld = ownWorld,
): Promise<Uint8Array> {
  const secret = await readSource(source, name, world);
  if (secret.length > 0) return secret;
  throw badConfig(`the ${name} is empty (${sourceName(source)})`);
}

async function readSource(source: SecretSource, name: SecretName, { env, terminal }: SecretWorld): Promise<Uint8Array> {
  switch (source.kind) {
    case 'file':
      return trimmed(readSecretBytes(source.path, `the ${name} file`));
    case 'env':
      return fromEnvironment(source.name, name, env);
    case 'systemdCredential':
      return trimmed(readCredential(source.name, env));
    case 'prompt':
      return promptSecret(name, terminal);
  }
}

function fromEnvironment(variable: string, name: SecretName, env: SecretWorld['env']): Uint8Array {
  const value = env[variable];
  if (value === undefined) throw badConfig(`the environment variable ${variable} for the ${name} is not set`);
  return new TextEncoder().encode(value);
}

/** systemd.exec(5), LoadCredential: files that only the service can read, in a directory of the service's own. */
function readCredential(name: string, env: SecretWorld['env']): Buffer {
  const directory = env.CREDENTIALS_DIRECTORY;
  if (directory) return readBytes(join(directory, name), 'the systemd credential');
  throw badConfig(
    `the systemd credential ${name} is not there: CREDENTIALS_DIRECTORY is not set`,
    `run the node as a systemd service with LoadCredential=${name}:PATH`,
  );
}

function trimmed(content: Buffer): Uint8Array {
  const secret = Uint8Array.from(withoutLineBreak(content));
  wipe(content);
  return secret;
}

function sourceName(source: SecretSource): string {
  if (source.kind === 'prompt') return 'typed';
  return source.kind === 'file' ? source.path : `${source.kind} ${source.name}`;
}
