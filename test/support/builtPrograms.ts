import type { Program } from '../../packages/node/src/programs.ts';
import { builtProgram } from './buildPrograms.ts';

export { programOptions } from '../../packages/node/src/programs.ts';

/** In the place of the node's own, by `vitest.config.ts`: threads and processes of a node inside of a test are built ones. */
export function programFile(name: Program): URL {
  return builtProgram(name);
}
