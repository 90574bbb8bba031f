import type { PartyIndex } from '../keys/structure.ts';
import type { Exchange, Inbox, Protocol } from '../protocol/protocol.ts';
import { hear, pass } from './hearing.ts';
import type { Adversary } from './simulate.ts';

/** A party that follows the protocol but for what it says: consistent towards everybody, and signing every lie. */
export interface Cheat {
  readonly party: PartyIndex;
  /** Goes on from what it said, where it otherwise believes that it sent what it meant to. */
  readonly aware?: boolean;
  change(exchange: Exchange): Exchange;
}

/** Runs a protocol whose messages are changed on their way out. */
export function* cheating<R>(protocol: Protocol<R>, cheat: Cheat): Protocol<R> {
  let step = protocol.next();
  while (!step.done) {
    const meant = step.value;
    const heard = yield* hear(meant.kind === 'exchange' ? cheat.change(meant) : meant);
    const believes = heard.kind === 'inbox' && meant.kind === 'exchange' && !cheat.aware;
    step = pass(protocol, believes ? { ...heard, inbox: believing(heard.inbox, cheat.party, meant) } : heard);
  }
  return step.value;
}

function believing(inbox: Inbox, self: PartyIndex, meant: Exchange): Inbox {
  const own = inbox.broadcasts.get(self);
  if (!own) return inbox;
  return { ...inbox, broadcasts: new Map(inbox.broadcasts).set(self, { ...own, body: meant.broadcast }) };
}

/** Changes the broadcast of one round. */
export function changingBroadcast(party: PartyIndex, round: number, change: (body: Uint8Array) => Uint8Array): Cheat {
  return {
    party,
    change: (exchange) =>
      exchange.round === round ? { ...exchange, broadcast: change(exchange.broadcast) } : exchange,
  };
}

/** Changes the direct message of one round to one receiver. */
export function changingDirect(
  party: PartyIndex,
  round: number,
  receiver: PartyIndex,
  change: (body: Uint8Array) => Uint8Array,
): Cheat {
  return {
    party,
    change(exchange) {
      const body = exchange.direct.get(receiver);
      if (exchange.round !== round || !body) return exchange;
      return { ...exchange, direct: new Map(exchange.direct).set(receiver, change(body)) };
    },
  };
}

/** Parties that are corrupt in what they say, and leave the network alone. */
export function honestNetwork(...corrupt: readonly PartyIndex[]): Adversary {
  return { corrupt: new Set(corrupt), tamper: ({ frame }) => [frame] };
}
