import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

/** They load a PKCS#11 module, of which a process has one. */
const OF_MODULES = ['packages/node/src/{cells,hsm,keystore}/**/*.test.ts'];
/** They compute, and leave nothing behind. */
const OF_VALUES = ['test/{interop,vectors}/**/*.test.ts'];

const SUPPORT = join(import.meta.dirname, 'test/support');

/** Modules that tests have in the place of others: an import of `id` from below `from` finds `instead`, but in that itself. */
const INSTEAD = [
  { id: /^@noble\/curves\/secp256k1\.js$/, from: '', instead: 'rememberedSecp256k1.ts' },
  { id: /^\.\/pointGroup\.ts$/, from: 'packages/tss-core/src/groups/', instead: 'rememberedPointGroup.ts' },
  { id: /^\.[./]*\/programs\.ts$/, from: 'packages/node/src/', instead: 'builtPrograms.ts' },
].map(({ id, from, instead }) => ({ id, from: join(import.meta.dirname, from), instead: join(SUPPORT, instead) }));

export default defineConfig({
  plugins: [
    {
      name: 'instead',
      enforce: 'pre',
      resolveId: (id, importer) => {
        const found = INSTEAD.find((one) => one.id.test(id));
        const applies = found && importer !== found.instead && importer?.startsWith(found.from);
        return applies ? found.instead : undefined;
      },
    },
  ],
  resolve: { conditions: ['quorate-src'] },
  ssr: { resolve: { conditions: ['quorate-src', 'node', 'import', 'module', 'default'] } },
  test: {
    // Tests of real processes mostly wait, so there is always one more worker than processors.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is polled for comes at some time; that it comes within the second of the default is not what a test says.
    expect: { poll: { timeout: 20_000 } },
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
