import { equalBytes } from '../bytes.ts';
import { ProtocolFault, SessionStalled } from '../errors.ts';
import type { PendingKey } from '../keys/share.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { type Codec, DecodeError, decodeCbor, encodeCbor } from '../wire/codec.ts';
import { type Envelope, MAX_BODY_BYTES } from '../wire/envelope.ts';

/** One step of a protocol: its number in the session (from 1) and the shape of its messages. */
export interface Round<T> {
  readonly number: number;
  readonly name: string;
  readonly codec: Codec<T>;
}

/** What a party sends in one round, and from whom it waits for direct messages; broadcasts come from everybody. */
export interface Exchange {
  readonly kind: 'exchange';
  readonly round: number;
  readonly broadcast: Uint8Array;
  readonly direct: ReadonlyMap<PartyIndex, Uint8Array>;
  readonly directFrom: readonly PartyIndex[];
}

/** The protocol may go on only once the driver has stored this durably. */
export interface Checkpoint {
  readonly kind: 'checkpoint';
  readonly pending: PendingKey;
}

/** What arrived in one round: every party's broadcast, one's own included, and the direct messages to this party. */
export interface Inbox {
  readonly broadcasts: ReadonlyMap<PartyIndex, Envelope>;
  readonly direct: ReadonlyMap<PartyIndex, Envelope>;
}

/**
 * Thrown into a protocol that waits for a round which will never be complete. It may still find that what did arrive
 * convicts somebody: silence blames nobody, and shields nobody from what it said before.
 */
export class RoundUnfinished extends SessionStalled {
  /** All that arrived, of parties who saw the previous round as we did. */
  readonly arrived: Inbox;

  constructor(reason: string, missing: readonly PartyIndex[], arrived: Inbox) {
    super(reason, missing);
    this.name = 'RoundUnfinished';
    this.arrived = arrived;
  }
}

/**
 * A party's side of a protocol, read like the paper: it yields what it sends and is resumed with what arrived. It does
 * no I/O, waits for nothing by itself and is cancelled with `.return()`, upon which `finally` wipes its secrets.
 */
export type Protocol<R> = Generator<Exchange | Checkpoint, R, Inbox>;

const NOTHING: ReadonlyMap<PartyIndex, Uint8Array> = new Map();

/** Throws ProtocolFault if these messages of a round, be they all or some, convict somebody. */
type Judging<T> = (messages: ReadonlyMap<PartyIndex, T>) => void;

/**
 * Sends `message` to all and returns every party's message of the round, one's own included, ascending by party.
 * A body that does not decode convicts its sender: it signed it.
 * @param judge looks at the round once it is complete; or, if it never is, at what did arrive
 */
export function* broadcast<T>(round: Round<T>, message: T, judge?: Judging<T>): Protocol<ReadonlyMap<PartyIndex, T>> {
  return (yield* broadcastWithDirect(round, message, NOTHING, judge)).broadcasts;
}

/**
 * Sends `message` to all and to each party of `direct` its own; returns all broadcasts decoded, and the direct
 * envelopes of these parties as they came, because a direct message is judged by a complaint that opens its envelope.
 * Direct envelopes of others, from whom none is due, are left out: added up, they would spoil what is.
 * @param judge looks at the round once it is complete; or, if it never is, at what did arrive
 */
export function* broadcastWithDirect<T>(
  round: Round<T>,
  message: T,
  direct: ReadonlyMap<PartyIndex, Uint8Array>,
  judge?: Judging<T>,
): Protocol<{ broadcasts: ReadonlyMap<PartyIndex, T>; direct: ReadonlyMap<PartyIndex, Envelope> }> {
  const sent = { message, body: encodeCbor(round.codec, message) };
  const judged = ({ broadcasts }: Inbox): ReadonlyMap<PartyIndex, T> => {
    const messages = decodeBroadcasts(round, broadcasts, sent);
    judge?.(messages);
    return messages;
  };
  try {
    const inbox = yield {
      kind: 'exchange',
      round: round.number,
      broadcast: sent.body,
      direct,
      directFrom: [...direct.keys()],
    };
    const due = new Map([...inbox.direct].filter(([party]) => direct.has(party)));
    return { broadcasts: judged(inbox), direct: due };
  } catch (problem) {
    if (problem instanceof RoundUnfinished) judged(problem.arrived);
    throw problem;
  }
}

/** Waits until the driver has stored `pending` durably. */
export function* checkpoint(pending: PendingKey): Protocol<void> {
  yield { kind: 'checkpoint', pending };
}

/** Decodes one signed body; undefined if it is not what the round asks for. */
export function decodeBody<T>(round: Round<T>, envelope: Envelope): T | undefined {
  try {
    return decodeCbor(round.codec, envelope.body, MAX_BODY_BYTES, round.name);
  } catch (problem) {
    if (problem instanceof DecodeError) return undefined;
    throw problem;
  }
}

/** @param sent one's own message: the same bytes are the same message, and a thousand points of one's own cost nothing */
function decodeBroadcasts<T>(
  round: Round<T>,
  broadcasts: ReadonlyMap<PartyIndex, Envelope>,
  sent: { readonly message: T; readonly body: Uint8Array },
): ReadonlyMap<PartyIndex, T> {
  const decoded = new Map<PartyIndex, T>();
  const malformed: PartyIndex[] = [];
  for (const party of [...broadcasts.keys()].sort((a, b) => a - b)) {
    const envelope = broadcasts.get(party);
    const isOwn = envelope && equalBytes(envelope.body, sent.body);
    const message = isOwn ? sent.message : envelope && decodeBody(round, envelope);
    if (message === undefined) malformed.push(party);
    else decoded.set(party, message);
  }
  if (malformed.length > 0) throw new ProtocolFault('malformed-message', malformed, [round.number]);
  return decoded;
}
