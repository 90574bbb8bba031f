import { type RolldownOutput, rolldown } from 'rolldown';
import { ROOT } from './programs.ts';

/** With a native part of its own, and not needed by whoever has no module: it is installed beside what is built. */
export const EXTERNAL = 'koffi';

export interface BundleOptions {
  /** Sources, relative to the repository, by the names of the built files. */
  readonly programs: Readonly<Record<string, string>>;
  readonly sourceMaps: boolean;
}

/** Programs with all they import, in files that lie beside each other; shared ones in `chunks`. Nothing is written. */
export async function bundle({ programs, sourceMaps }: BundleOptions): Promise<RolldownOutput> {
  await using build = await rolldown({
    cwd: ROOT,
    input: { ...programs },
    external: [EXTERNAL],
    platform: 'node',
    resolve: { conditionNames: ['quorate-src', 'node', 'import', 'module', 'default'] },
    onLog: (level, { message }) => {
      if (level === 'warn') throw new Error(message);
    },
  });
  return await build.generate({
    format: 'esm',
    sourcemap: sourceMaps,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
}
