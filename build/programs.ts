import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/**
 * Everything of the product that is started: sources by the names of the built files. Those which other programs start
 * have the names that they have under `imports` in the packages that start them.
 */
export const PROGRAMS = {
  quorate: 'packages/cli/src/main.ts',
  node: 'packages/node/src/daemon.ts',
  coordinator: 'packages/coordinator/src/daemon.ts',
  hsm: 'packages/node/src/hsm/hsmTool.ts',
  vaultThread: 'packages/node/src/vault/vaultThread.ts',
  heavyThread: 'packages/node/src/vault/heavy/heavyThread.ts',
  primeProgram: 'packages/node/src/vault/heavy/primeProgram.ts',
  cellProcess: 'packages/node/src/cells/cellProcess.ts',
  hostProcess: 'packages/node/src/keystore/pkcs11/host/hostProcess.ts',
  convictionThread: 'packages/coordinator/src/attempts/convictionThread.ts',
} as const;

/** What tells Node how programs that lie beside each other find each other. */
export function programImports(programs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(programs).map((name) => [`#${name}`, `./${name}.js`]));
}
