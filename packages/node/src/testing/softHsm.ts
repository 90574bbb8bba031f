import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HsmAnswer, type HsmQuestion, hsmAnswerSchema } from '../hsm/messages.ts';
import { programFile, programOptions } from '../programs.ts';

/** Where Debian, Fedora and Homebrew put SoftHSM2. */
const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];

/** Undefined where SoftHSM2 is not installed: tests that need a token are then skipped by name. */
export const softHsmLibrary = LIBRARIES.find((path) => existsSync(path));

export interface SoftToken {
  readonly module: string;
  readonly label: string;
  readonly pin: string;
  readonly env: { readonly SOFTHSM2_CONF: string };
  /** With the token's files in `tokens`. */
  readonly dir: string;
  remove(): Promise<void>;
}

/** A directory for SoftHSM2 without a token in it. */
export async function softHsmDirectory(): Promise<{ readonly dir: string; readonly env: SoftToken['env'] }> {
  const dir = await mkdtemp(join(tmpdir(), 'quorate-hsm-'));
  await mkdir(join(dir, 'tokens'));
  const conf = join(dir, 'softhsm2.conf');
  await writeFile(conf, `directories.tokendir = ${join(dir, 'tokens')}\nlog.level = ERROR\n`);
  return { dir, env: { SOFTHSM2_CONF: conf } };
}

/** A token with the keys of a node, unless `withKeys` is false. */
export async function makeSoftToken(label = 'quorate-test', withKeys = true): Promise<SoftToken> {
  const { dir, env } = await softHsmDirectory();
  const module = softHsmLibrary ?? '';
  const pin = '24681357';
  const token: SoftToken = { module, label, pin, env, dir, remove: () => rm(dir, { recursive: true, force: true }) };
  askTool({ kind: 'token', module, token: label, soPin: '12345678', pin }, env);
  if (withKeys) askTool({ kind: 'init', module, token: label, prefix: 'quorate', pin }, env);
  return token;
}

/** Runs the program behind `quorate hsm`, as that does. */
export function askTool(question: HsmQuestion, env: Readonly<Record<string, string>>): HsmAnswer {
  const tool = fileURLToPath(programFile(import.meta.url, '../hsm/hsmTool'));
  const ran = spawnSync(process.execPath, [...programOptions().execArgv, tool], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return hsmAnswerSchema.parse(JSON.parse(ran.stdout));
}
