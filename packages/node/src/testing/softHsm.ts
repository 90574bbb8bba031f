import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type HsmAnswer, type HsmQuestion, hsmAnswerSchema } from '@quorate/requests';
import { initToken } from '../keystore/pkcs11/cryptoki/initToken.ts';
import { loadNativeModule, type NativeModule } from '../keystore/pkcs11/cryptoki/nativeModule.ts';
import { closeSession, login, openSession } from '../keystore/pkcs11/cryptoki/tokens.ts';
import { makeModuleKeys } from '../keystore/pkcs11/makeModuleKeys.ts';
import { programFile, programOptions } from '../programs.ts';

/** Where Debian, Fedora and Homebrew put SoftHSM2. */
const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];

/** Programs that tests start share what they compile. */
export const codeCache = join(tmpdir(), 'quorate-test-code');

/** Undefined where SoftHSM2 is not installed: tests that need a token are then skipped by name. */
export const softHsmLibrary = LIBRARIES.find((path) => existsSync(path));

export interface SoftToken {
  readonly module: string;
  readonly label: string;
  readonly pin: string;
  /** Where the PIN is as well. */
  readonly pinSource: { readonly kind: 'file'; readonly path: string };
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

/** A token with the keys of a node, unless `withKeys` is false. Made in this process, which is faster than in another. */
export async function makeSoftToken(label = 'quorate-test', withKeys = true): Promise<SoftToken> {
  const { dir, env } = await softHsmDirectory();
  const pin = '24681357';
  const library = await softLibrary(env);
  const { slot } = await initToken(library, label, { soPin: utf8ToBytes('12345678'), pin: utf8ToBytes(pin) });
  if (withKeys) {
    const session = await openSession(library, slot);
    await login(library, session, utf8ToBytes(pin));
    await makeModuleKeys(library, session, 'quorate');
    await closeSession(library, session);
  }
  const path = join(dir, 'pin');
  await writeFile(path, pin, { mode: 0o600 });
  return {
    pinSource: { kind: 'file', path },
    ...{ module: softHsmLibrary ?? '', label, pin, env, dir },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

let loaded: Promise<NativeModule> | undefined;

/** SoftHSM2 in this process, which has it once, started anew with another directory. */
export async function softLibrary(env: SoftToken['env']): Promise<NativeModule> {
  Object.assign(process.env, env);
  loaded ??= loadNativeModule(softHsmLibrary ?? '');
  const library = await loaded;
  await library.restart();
  return library;
}

/** Runs the program behind `quorate hsm`, as that does. */
export async function askTool(question: HsmQuestion, env: Readonly<Record<string, string>>): Promise<HsmAnswer> {
  const child = fork(programFile('hsm'), {
    ...programOptions(),
    env: { ...process.env, ...env, NODE_COMPILE_CACHE: codeCache },
  });
  const answered = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`it ended with code ${code}`)));
  });
  child.send(question);
  return hsmAnswerSchema.parse(await answered);
}
