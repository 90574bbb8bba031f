import { equalBytes } from '../bytes.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { type Checkpoint, type Exchange, type Inbox, type Protocol, RoundUnfinished } from '../protocol/protocol.ts';
import type { Envelope } from '../wire/envelope.ts';
import { type Heard, hear, pass } from './hearing.ts';

/** What stands between a simulation and the protocol of a party. `make` begins it. */
export type Staging = <R>(party: PartyIndex, make: () => Protocol<R>) => Protocol<R>;

interface Script {
  readonly said: (Exchange | Checkpoint)[];
  readonly heard: Inbox[];
}

/**
 * Spares many runs that begin alike their common beginning. A party says what it said in the recorded run as long as it
 * hears what it heard there; the arithmetic is done only once it hears something else, and then from the start. True to
 * the protocol because a protocol is a function of its random bytes, which are the same, and of what it hears.
 */
export class Rehearsal {
  readonly #scripts = new Map<PartyIndex, Script>();

  /** For the run that is recorded. */
  readonly record: Staging = (party, make) => {
    const script: Script = { said: [], heard: [] };
    this.#scripts.set(party, script);
    return recorded(make(), script);
  };

  /** For the runs that begin as it did. */
  readonly replay: Staging = (party, make) => {
    const script = this.#scripts.get(party);
    return script ? replayed(make, script) : make();
  };
}

function* recorded<R>(protocol: Protocol<R>, { said, heard }: Script): Protocol<R> {
  let step = protocol.next();
  while (!step.done) {
    said.push(copyOfStep(step.value));
    const told = yield* hear(step.value);
    if (told.kind === 'inbox') heard.push(copyOfInbox(told.inbox));
    step = pass(protocol, told);
  }
  return step.value;
}

function* replayed<R>(make: () => Protocol<R>, { said, heard }: Script): Protocol<R> {
  for (const [i, step] of said.entries()) {
    const now = yield* hear(copyOfStep(step));
    const expected = heard[i];
    if (now.kind === 'problem' && expected && holdsNothingNew(now.problem, expected)) throw now.problem;
    const asRehearsed = now.kind === 'inbox' && expected && sameInbox(now.inbox, expected);
    if (!asRehearsed) return yield* resumed(make(), heard.slice(0, i), now);
  }
  const last = heard.at(-1);
  if (!last) return yield* make();
  return yield* resumed(make(), heard.slice(0, -1), { kind: 'inbox', inbox: copyOfInbox(last) });
}

/** The protocol where it stands after what it heard before, with what it hears now. */
function* resumed<R>(protocol: Protocol<R>, before: readonly Inbox[], now: Heard): Protocol<R> {
  protocol.next();
  for (const inbox of before) protocol.next(copyOfInbox(inbox));
  let step = pass(protocol, now);
  while (!step.done) step = pass(protocol, yield* hear(step.value));
  return step.value;
}

/** Whether all that came of an unfinished round also came in the recorded run, where it convicted nobody. */
function holdsNothingNew(problem: unknown, expected: Inbox): boolean {
  if (!(problem instanceof RoundUnfinished)) return false;
  const { broadcasts, direct } = problem.arrived;
  const partOf = (whole: Inbox['broadcasts'], part: Inbox['broadcasts']) =>
    new Map([...whole].filter(([party]) => part.has(party)));
  const same = { broadcasts: partOf(expected.broadcasts, broadcasts), direct: partOf(expected.direct, direct) };
  return sameInbox(problem.arrived, same);
}

/** Of broadcasts a protocol sees the bodies; a direct envelope it may open to others. */
function sameInbox(a: Inbox, b: Inbox): boolean {
  return (
    sameEnvelopes(a.broadcasts, b.broadcasts, (x, y) => equalBytes(x.body, y.body)) &&
    sameEnvelopes(a.direct, b.direct, (x, y) => equalBytes(x.body, y.body) && equalBytes(x.signature, y.signature))
  );
}

function sameEnvelopes(
  a: Inbox['broadcasts'],
  b: Inbox['broadcasts'],
  same: (x: Envelope, y: Envelope) => boolean,
): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([party, envelope]) => {
    const other = b.get(party);
    return other !== undefined && same(envelope, other);
  });
}

/** Protocols and sessions overwrite secrets when they end: a script keeps copies. */
function copyOfStep(step: Exchange | Checkpoint): Exchange | Checkpoint {
  if (step.kind === 'checkpoint') return step;
  const direct = new Map([...step.direct].map(([party, body]) => [party, body.slice()]));
  return { ...step, broadcast: step.broadcast.slice(), direct };
}

function copyOfInbox({ broadcasts, direct }: Inbox): Inbox {
  const copies = [...direct].map(([party, envelope]) => [party, { ...envelope, body: envelope.body.slice() }] as const);
  return { broadcasts: new Map(broadcasts), direct: new Map(copies) };
}
