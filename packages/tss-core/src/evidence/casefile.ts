import { equalBytes } from '../bytes.ts';
import type { Party, PartyIndex } from '../keys/structure.ts';
import type { Round } from '../protocol/protocol.ts';
import { decodeBody } from '../protocol/protocol.ts';
import { type Envelope, type SessionHeader, verifyEnvelope } from '../wire/envelope.ts';
import { inboxHash } from '../wire/inbox.ts';
import type { Evidence } from './evidence.ts';

/** Envelopes of one session, every one of them signed by the party it claims to be from. */
export interface Casefile {
  readonly header: SessionHeader;
  /** All parties of the key or aux generation. */
  readonly members: readonly Party[];
  /** Who took part in the session: all parties of a keygen, the signers of a signing. */
  readonly parties: readonly PartyIndex[];
  readonly identities: ReadonlyMap<PartyIndex, Uint8Array>;
  readonly envelopes: readonly Envelope[];
}

/** No fault of ours is proven by more: each envelope costs a signature check. */
const MAX_ENVELOPES_PER_PARTY = 16;

/** Thrown when the envelopes do not prove what the evidence claims. */
export class Unproven extends Error {}

/**
 * Nothing in a file is evidence until its author's signature has been checked. In one place, that is for one (round,
 * from, to), stands one envelope, or two where they prove equivocation: no judge chooses between several stories.
 */
export function openCasefile(file: Casefile, perPlace: 1 | 2, verify = verifyEnvelope): Casefile {
  const count = file.envelopes.length;
  demand(count <= MAX_ENVELOPES_PER_PARTY * file.parties.length, `${count} envelopes are more than any proof needs`);
  checkPlaces(file.envelopes, perPlace);
  // What costs nothing first: a signature check costs a thousand times as much.
  for (const { from } of file.envelopes) demand(file.parties.includes(from), `party ${from} is not of the session`);
  demand(
    file.envelopes.every((envelope) => sameSession(envelope, file.header)),
    'an envelope is of another session',
  );
  for (const envelope of file.envelopes) {
    const identity = file.identities.get(envelope.from);
    const signed = identity !== undefined && verify(envelope, identity);
    demand(signed, `an envelope is not signed by party ${envelope.from}`);
  }
  return file;
}

function checkPlaces(envelopes: readonly Envelope[], perPlace: number): void {
  const counts = new Map<string, number>();
  for (const { round, from, to } of envelopes) {
    const place = `${round} ${from} ${to}`;
    const count = (counts.get(place) ?? 0) + 1;
    demand(count <= perPlace, `party ${from} has ${count} envelopes in one place`);
    counts.set(place, count);
  }
}

function sameSession(envelope: Envelope, header: SessionHeader): boolean {
  return (
    equalBytes(envelope.cluster, header.cluster) &&
    equalBytes(envelope.key, header.key) &&
    envelope.epoch === header.epoch &&
    equalBytes(envelope.session, header.session)
  );
}

/** The party's one broadcast of a round. Throws Unproven if the file lacks it. */
export function broadcastOf(file: Casefile, round: number, party: PartyIndex): Envelope {
  const found = file.envelopes.find((e) => e.round === round && e.to === 'all' && e.from === party);
  if (!found) throw new Unproven(`the broadcast of party ${party} in round ${round} is missing`);
  return found;
}

/** Decodes the party's broadcast of a round; Unproven if it does not decode, which is another cheat's evidence. */
export function messageOf<T>(file: Casefile, round: Round<T>, party: PartyIndex): T {
  const message = decodeBody(round, broadcastOf(file, round.number, party));
  if (message === undefined)
    throw new Unproven(`the broadcast of party ${party} in round ${round.number} does not decode`);
  return message;
}

/**
 * All parties' messages of a round, provided that they are the very list that the witness named in its own envelope of
 * the next round: nobody is judged by a list that it did not sign for (attack 21).
 */
export function messagesSeenBy<T>(file: Casefile, round: Round<T>, witness: PartyIndex): ReadonlyMap<PartyIndex, T> {
  const broadcasts = file.parties.map((party) => broadcastOf(file, round.number, party));
  const seen = broadcastOf(file, round.number + 1, witness).inbox;
  if (!equalBytes(inboxHash(broadcasts), seen)) {
    throw new Unproven(`party ${witness} answered to another list of round ${round.number} than the one shown`);
  }
  return new Map(file.parties.map((party) => [party, messageOf(file, round, party)]));
}

/** What a judge decides about one accused; throws Unproven where the envelopes do not convict. */
export type Judge = (file: Casefile, accused: PartyIndex, evidence: Evidence) => void;

export function demand(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Unproven(otherwise);
}
