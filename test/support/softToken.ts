import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HsmQuestion } from '@quorate/requests';
import { builtProgram } from './builtPrograms.ts';

const LIBRARY = '/usr/lib/softhsm/libsofthsm2.so';
const LABEL = 'quorate';
const CONF = 'softhsm2.conf';

/** Where Debian has SoftHSM2; elsewhere tests of real tokens are skipped by name. */
export const hasSoftHsm = existsSync(LIBRARY);

/** A node's keystore for the token in its home, as its operator writes it. */
export const softTokenYaml = `{kind: pkcs11, module: ${LIBRARY}, token: ${LABEL}, pin: {file: pin}, env: {SOFTHSM2_CONF: ${CONF}}}`;

/** A token with the keys of a node, in the home of the node; its paths are relative. */
export async function makeSoftToken(home: string): Promise<void> {
  await mkdir(join(home, 'tokens'), { mode: 0o700 });
  await writeFile(join(home, CONF), 'directories.tokendir = tokens\nobjectstore.backend = file\nlog.level = ERROR\n');
  for (const name of ['pin', 'so-pin']) await writeFile(join(home, name), '24681357\n', { mode: 0o600 });
  const pin = { kind: 'file', path: join(home, 'pin') } as const;
  const about = { module: LIBRARY, token: LABEL, pin };
  await ask(home, { kind: 'token', ...about, soPin: { kind: 'file', path: join(home, 'so-pin') } });
  await ask(home, { kind: 'init', ...about, prefix: 'quorate' });
}

/** By the program behind `quorate hsm`. */
async function ask(home: string, question: HsmQuestion): Promise<void> {
  const child = fork(builtProgram('hsm'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    cwd: home,
    env: { ...process.env, SOFTHSM2_CONF: CONF },
  });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  child.once('message', resolve);
  child.once('exit', (code) => reject(new Error(`quorate hsm ended with code ${code}`)));
  child.send(question);
  const answer = JSON.stringify(await promise);
  if (answer.includes('"refused"')) throw new Error(answer);
}
