import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROGRAMS, ROOT } from '../../build/programs.ts';
import type { Program } from '../../packages/node/src/programs.ts';

export { programOptions } from '../../packages/node/src/programs.ts';

/** The programs of the product, and those which only tests have. */
export const BUILT = {
  ...PROGRAMS,
  primedNode: 'test/support/primedNode.ts',
  shortNode: 'test/support/shortNode.ts',
  shortCoordinator: 'test/support/shortCoordinator.ts',
};

/** Where `buildPrograms.ts` puts them before a run. */
export const DIRECTORY = join(ROOT, 'node_modules/.cache/quorate-programs');

/** A program as `pnpm build` makes it: hundreds are started in a run, in a third of the time that they take from source. */
export function builtProgram(name: keyof typeof BUILT): URL {
  return pathToFileURL(join(DIRECTORY, `${name}.js`));
}

/** In the place of the node's own, by `vitest.config.ts`: threads and processes of a node inside of a test are built ones. */
export function programFile(name: Program): URL {
  return builtProgram(name);
}
