import { DEFAULT_DIR } from '../cluster/layout.ts';
import type { Context } from '../context.ts';
import { dirOption, ownName } from '../output/ownName.ts';

/** How to come back to a request that is still under way. */
export function resumeHint({ dir }: Context, requestId: string): string {
  return `It goes on without us. To wait for it: ${ownName()} request watch ${requestId}${dirOption(dir, DEFAULT_DIR)}`;
}
