import type { Exchange, PartyIndex } from '@quorate/tss-core';
import { inboxOf, NOTHING, type Runner } from '../support/lockstep.ts';

/** Bytes of bodies that the first party sends to one other in a whole protocol: broadcasts and its direct messages. */
export function bytesToOnePeer<R>(runners: readonly Runner<R>[]): number {
  const [first, second] = runners;
  if (!first || !second) throw new Error('nobody to send to');
  let inboxes = new Map(runners.map(({ index }) => [index, NOTHING]));
  let bytes = 0;
  for (;;) {
    const exchanges = new Map<PartyIndex, Exchange>();
    for (const { index, protocol } of runners) {
      const step = protocol.next(inboxes.get(index) ?? NOTHING);
      if (step.done) return bytes;
      if (step.value.kind === 'exchange') exchanges.set(index, step.value);
    }
    const said = exchanges.get(first.index);
    bytes += (said?.broadcast.length ?? 0) + (said?.direct.get(second.index)?.length ?? 0);
    inboxes = new Map(runners.map(({ index }) => [index, inboxOf(index, exchanges)]));
  }
}
