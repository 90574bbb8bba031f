import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

/** They load a PKCS#11 module, of which a process has one. */
const OF_MODULES = ['packages/node/src/{cells,hsm,keystore}/**/*.test.ts'];
/** They compute, and leave nothing behind. */
const OF_VALUES = ['test/{interop,vectors}/**/*.test.ts'];

const SUPPORT = join(import.meta.dirname, 'test/support');
const REMEMBERED = join(SUPPORT, 'rememberedSecp256k1.ts');
const BUILT = join(SUPPORT, 'builtPrograms.ts');
const NODE_SOURCES = join(import.meta.dirname, 'packages/node/src/');

export default defineConfig({
  plugins: [
    {
      name: 'remembered-secp256k1',
      enforce: 'pre',
      resolveId: (id, importer) =>
        id === '@noble/curves/secp256k1.js' && importer !== REMEMBERED ? REMEMBERED : undefined,
    },
    {
      name: 'built-programs',
      enforce: 'pre',
      resolveId: (id, importer) =>
        /^\.[./]*\/programs\.ts$/.test(id) && importer?.startsWith(NODE_SOURCES) ? BUILT : undefined,
    },
  ],
  resolve: { conditions: ['quorate-src'] },
  ssr: { resolve: { conditions: ['quorate-src', 'node', 'import', 'module', 'default'] } },
  test: {
    // Tests of real processes mostly wait, so there is always one more worker than processors.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    globalSetup: join(SUPPORT, 'buildPrograms.ts'),
    // Workers, and the processes and threads that tests start, compile what they share once.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'quorate-test-code') },
    // In this order, which is that of their names: a run must not end with one long file.
    projects: [
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['test/**/*.test.ts', ...OF_MODULES],
          exclude: [...configDefaults.exclude, ...OF_VALUES],
          // They share processors with dozens of processes.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['packages/*/src/**/*.test.ts', ...OF_VALUES],
          exclude: [...configDefaults.exclude, ...OF_MODULES],
          // They load the same modules: each worker does so once.
          isolate: false,
          setupFiles: 'test/support/nativePowers.ts',
        },
      },
    ],
  },
});
