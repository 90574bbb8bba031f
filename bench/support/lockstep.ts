import type { Exchange, Inbox, PartyIndex, Protocol } from '@quorate/tss-core';
import type { Envelope } from '@quorate/tss-core/wire';

/** One party of a lockstep run. */
export interface Runner<R> {
  readonly index: PartyIndex;
  readonly protocol: Protocol<R>;
}

/** What one party's own computation took, in milliseconds, by step of its generator. */
export interface Timed<R> {
  readonly result: R;
  readonly milliseconds: number;
}

/**
 * Runs all parties of a protocol round by round in one thread, without identity signatures: what is measured is the
 * protocol itself with the encoding and decoding of its messages.
 */
export function lockstep<R>(runners: readonly Runner<R>[]): ReadonlyMap<PartyIndex, Timed<R>> {
  const spent = new Map<PartyIndex, number>();
  const results = new Map<PartyIndex, Timed<R>>();
  let inboxes = new Map<PartyIndex, Inbox>();
  while (results.size < runners.length) {
    const exchanges = new Map<PartyIndex, Exchange>();
    for (const { index, protocol } of runners) {
      const start = performance.now();
      let step = protocol.next(inboxes.get(index) ?? NOTHING);
      while (!step.done && step.value.kind === 'checkpoint') step = protocol.next(NOTHING);
      spent.set(index, (spent.get(index) ?? 0) + performance.now() - start);
      if (step.done) results.set(index, { result: step.value, milliseconds: spent.get(index) ?? 0 });
      else if (step.value.kind === 'exchange') exchanges.set(index, step.value);
    }
    inboxes = new Map(runners.map(({ index }) => [index, inboxOf(index, exchanges)]));
  }
  return results;
}

export const NOTHING: Inbox = { broadcasts: new Map(), direct: new Map() };
const ZEROS = new Uint8Array(32);

export function inboxOf(self: PartyIndex, exchanges: ReadonlyMap<PartyIndex, Exchange>): Inbox {
  const broadcasts = new Map<PartyIndex, Envelope>();
  const direct = new Map<PartyIndex, Envelope>();
  for (const [from, { round, broadcast, direct: sent }] of exchanges) {
    broadcasts.set(from, envelope(round, from, 'all', broadcast));
    const body = sent.get(self);
    if (body) direct.set(from, envelope(round, from, self, body));
  }
  return { broadcasts, direct };
}

function envelope(round: number, from: PartyIndex, to: PartyIndex | 'all', body: Uint8Array): Envelope {
  const header = { version: 1, cluster: ZEROS, key: ZEROS, epoch: 1, session: ZEROS } as const;
  return { ...header, round, from, to, inbox: ZEROS, body, signature: ZEROS };
}
