import type { Denial } from '@quorate/network';
import { type Ready, RequestRejected } from '@quorate/tss-core';

type ReadyOrDenied =
  | { readonly kind: 'ready'; readonly value: Ready }
  | { readonly kind: 'denied'; readonly value: Denial };

/** What a node's module does not attest for now, the node denies for now: `cannot-attest`. */
export async function readyOrDenied(draw: () => Promise<Ready>): Promise<ReadyOrDenied> {
  try {
    return { kind: 'ready', value: await draw() };
  } catch (problem) {
    if (!(problem instanceof RequestRejected)) throw problem;
    return { kind: 'denied', value: { code: 'cannot-attest', reasons: [problem.message] } };
  }
}
