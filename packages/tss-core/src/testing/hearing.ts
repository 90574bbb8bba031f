import type { Checkpoint, Exchange, Inbox, Protocol } from '../protocol/protocol.ts';

/** What a driver tells a protocol: what arrived, or why nothing more will. */
export type Heard =
  | { readonly kind: 'inbox'; readonly inbox: Inbox }
  | { readonly kind: 'problem'; readonly problem: unknown };

/** For whoever stands between a driver and a protocol: says `step` and hears what the driver tells. */
export function* hear(step: Exchange | Checkpoint): Generator<Exchange | Checkpoint, Heard, Inbox> {
  try {
    return { kind: 'inbox', inbox: yield step };
  } catch (problem) {
    return { kind: 'problem', problem };
  }
}

/** Passes on to the protocol what was heard. */
export function pass<R>(protocol: Protocol<R>, heard: Heard): ReturnType<Protocol<R>['next']> {
  return heard.kind === 'inbox' ? protocol.next(heard.inbox) : protocol.throw(heard.problem);
}
