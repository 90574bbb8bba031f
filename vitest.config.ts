import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['quorate-src'] },
  ssr: { resolve: { conditions: ['quorate-src', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
