import type { LinkState, MemberId } from '@quorate/network';
import type { Nodes } from '../interfaces.ts';
import { pause } from '../time/pause.ts';

export interface LinkChange {
  readonly node: MemberId;
  readonly state: LinkState;
}

/**
 * Waits until links make a condition true, but for `ms` at the longest.
 * @param isTrue called once without a change, and then with each
 */
export async function pauseUntil(
  nodes: Pick<Nodes, 'onLink'>,
  ms: number,
  signal: AbortSignal,
  isTrue: (change?: LinkChange) => boolean,
): Promise<void> {
  const met = new AbortController();
  const check = (change?: LinkChange) => {
    if (isTrue(change)) met.abort();
  };
  const unsubscribe = nodes.onLink((node, state) => check({ node, state }));
  check();
  try {
    await pause(ms, AbortSignal.any([signal, met.signal]));
  } finally {
    unsubscribe();
  }
}
