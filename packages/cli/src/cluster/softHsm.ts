import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '@quorate/tss-core';
import { askModule } from '../hsm/askModule.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { makePrivateDirectory, writePublic, writeSecret } from './files.ts';
import type { NodeLayout } from './layout.ts';

/** Where Debian, Fedora and Homebrew put SoftHSM2. */
const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];

export const TOKEN_LABEL = 'quorate';
export const SOFTHSM_CONF = 'softhsm2.conf';

export const SOFTHSM_INSTALL = 'Install it: apt-get install softhsm2, dnf install softhsm, or brew install softhsm.';

export function hasSoftHsm(): boolean {
  return findLibrary() !== undefined;
}

function findLibrary(): string | undefined {
  return LIBRARIES.find((path) => existsSync(path));
}

/** The library of SoftHSM2. Throws a Failure that says how to get it. */
export function softHsmLibrary(): string {
  const found = findLibrary();
  if (found !== undefined) return found;
  throw new Failure(
    EXIT.failed,
    'no-softhsm',
    'SoftHSM2, the module that a local cluster uses, is not installed on this machine',
    SOFTHSM_INSTALL,
  );
}

/**
 * Makes a software token in the node's directory, with the keys of a node on it. Its paths are relative, so that the
 * directory may be moved.
 * @returns the attestation key, P-256, 33 bytes compressed, hex
 */
export async function makeSoftToken({ dir, pin, soPin }: NodeLayout, random: Random): Promise<string> {
  const module = softHsmLibrary();
  await makePrivateDirectory(join(dir, 'tokens'));
  await writePublic(
    join(dir, SOFTHSM_CONF),
    'directories.tokendir = tokens\nobjectstore.backend = file\nlog.level = ERROR\n',
  );
  for (const path of [pin, soPin]) await writeSecret(path, `${Buffer.from(random(12)).toString('base64url')}\n`);
  const place = { cwd: dir, env: { SOFTHSM2_CONF: SOFTHSM_CONF } };
  const about = { module, token: TOKEN_LABEL, pin: { kind: 'file' as const, path: pin } };
  await askModule({ kind: 'token', ...about, soPin: { kind: 'file', path: soPin } }, 'token', place);
  const made = await askModule({ kind: 'init', ...about, prefix: 'quorate' }, 'made', place);
  return made.keys.attestationKey;
}
