import {
  buildEvidence,
  type EvidenceSubject,
  encodeEvidence,
  type FaultCode,
  type PartyIndex,
  type Random,
} from '@quorate/tss-core';
import { randomBelow, seededRandom } from '@quorate/tss-core/testing';
import type { Envelope } from '@quorate/tss-core/wire';
import { forgeriesFor } from './forgeries.ts';
import { once, pick } from './pick.ts';
import { CORRUPT, HONEST, type PastSession } from './sessions.ts';

/** All that the adversary has to work with, gathered and signed once. */
export interface Material {
  readonly sessions: readonly (PastSession & { readonly forgeries: readonly Envelope[] })[];
}

type Session = Material['sessions'][number];

export function gatherMaterial(sessions: readonly PastSession[], seed: string): Material {
  const random = seededRandom(seed);
  return {
    sessions: sessions.map((session) => ({ ...session, forgeries: forgeriesFor(session, sessions, random) })),
  };
}

/** What a judge looks at: the broadcasts of some rounds; of one alone where none is named; in sessions of a kind. */
export interface Charge {
  readonly code: FaultCode;
  readonly kind?: EvidenceSubject['kind'];
  readonly rounds: readonly number[];
  /** It opens direct messages as well. */
  readonly opens?: true;
}

const ACCUSED: readonly (readonly PartyIndex[])[] = [[HONEST], [HONEST], [HONEST, CORRUPT[0]], [HONEST, ...CORRUPT]];

/** Evidence that names the honest party, put together from what there is. */
export function framingAttempt({ sessions }: Material, charges: readonly Charge[], random: Random): Uint8Array {
  const charge = pick(random, charges);
  const kind = once(random, 12) ? undefined : charge.kind;
  const session = pick(
    random,
    sessions.filter(({ subject }) => kind === undefined || subject.kind === kind),
  );
  const other = pick(random, sessions);
  const subject = once(random, 10) ? retold(session.subject, other.subject, random) : session.subject;
  const batches = once(random, 10) ? other.batches : session.batches;
  const fault = { code: charge.code, culprits: pick(random, ACCUSED) };
  const encoded = encodeEvidence(buildEvidence(fault, storyOf(session, other, charge, random), subject, batches));
  return once(random, 20) ? mangled(encoded, random) : encoded;
}

/** One envelope for each place that the judge looks at, most of them true, so that it has something to decide. */
function storyOf(session: Session, other: Session, charge: Charge, random: Random): readonly Envelope[] {
  const usual = once(random, 12) ? [] : charge.rounds;
  const rounds = usual.length > 0 ? usual : [1 + randomBelow(random, 4)];
  const told = rounds.flatMap((round) => placesOf(session, round)).map((place) => tellOne(place, random));
  const spliced = told.map((envelope) => (once(random, 60) ? stranger(session, other, envelope, random) : envelope));
  // A second envelope in one place is for judges of equivocation alone to look at.
  const second = once(random, charge.code === 'equivocation' ? 2 : 40) ? [pick(random, session.forgeries)] : [];
  const opened = charge.opens && !once(random, 12) ? openedOf(session, rounds, random) : [];
  const story = [...spliced, ...second, ...opened];
  return story.length > 0 ? story : [pick(random, session.envelopes)];
}

interface Place {
  readonly said: readonly Envelope[];
  readonly forged: readonly Envelope[];
}

/** What was said to all in a round by each party, and what corrupt parties say that they said. */
function placesOf({ envelopes, forgeries }: Session, round: number): readonly Place[] {
  return [HONEST, ...CORRUPT].flatMap((party) => {
    const here = (envelope: Envelope) => envelope.round === round && envelope.from === party && envelope.to === 'all';
    const place = { said: envelopes.filter(here), forged: forgeries.filter(here) };
    return place.said.length + place.forged.length > 0 ? [place] : [];
  });
}

/** Something that the honest party said to one other. */
function openedOf({ envelopes }: Session, rounds: readonly number[], random: Random): readonly Envelope[] {
  const direct = envelopes.filter(({ from, to, round }) => from === HONEST && to !== 'all' && rounds.includes(round));
  return direct.length > 0 ? [pick(random, direct)] : [];
}

function tellOne({ said, forged }: Place, random: Random): Envelope {
  const lies = forged.length > 0 && (said.length === 0 || once(random, 5));
  return pick(random, lies ? forged : said);
}

/** An envelope from elsewhere, or a true one with another label. */
function stranger(session: Session, other: Session, envelope: Envelope, random: Random): Envelope {
  return pick(random, [
    pick(random, other.envelopes),
    pick(random, session.envelopes),
    { ...envelope, from: HONEST },
    { ...envelope, to: HONEST },
    { ...envelope, round: 1 + randomBelow(random, 4) },
    { ...envelope, inbox: pick(random, session.envelopes).inbox },
    { ...envelope, body: pick(random, session.envelopes).body },
    { ...envelope, session: pick(random, other.envelopes).session },
  ]);
}

/** The same envelopes said to be about something else. */
function retold(subject: EvidenceSubject, other: EvidenceSubject, random: Random): EvidenceSubject {
  if (once(random, 2)) return other;
  if (subject.kind === 'keygen') {
    const { descriptor } = subject.value;
    return { kind: 'keygen', value: { descriptor: { ...descriptor, orderHash: descriptor.cluster } } };
  }
  if (subject.kind === 'ecdsa-signing') return retoldEcdsa(subject, other, random);
  if (subject.kind !== 'signing') return subject;
  const { descriptor, certificate } = subject.value;
  const [first = new Uint8Array(0), ...rest] = descriptor.messages;
  const changed = pick(random, [
    { ...descriptor, messages: [...rest, first] },
    { ...descriptor, epoch: descriptor.epoch + 1 },
    { ...descriptor, requestHash: descriptor.cluster },
    { ...descriptor, readies: descriptor.readies.toReversed() },
    { ...descriptor, path: [7] },
  ]);
  return { kind: 'signing', value: { descriptor: changed, certificate } };
}

/** What was signed with is not in the session id by itself: told of with another presignature, or as of FROST. */
function retoldEcdsa(
  { kind, value }: Extract<EvidenceSubject, { kind: 'ecdsa-signing' }>,
  other: EvidenceSubject,
  random: Random,
): EvidenceSubject {
  const { descriptor, certificate } = value;
  const shown = other.kind === 'ecdsa-signing' ? other.value.presignature : null;
  return pick<EvidenceSubject>(random, [
    { kind, value: { ...value, presignature: null } },
    { kind, value: { ...value, presignature: shown } },
    { kind, value: { ...value, descriptor: { ...descriptor, path: [7] } } },
    { kind: 'signing', value: { descriptor, certificate } },
  ]);
}

function mangled(encoded: Uint8Array, random: Random): Uint8Array {
  const at = randomBelow(random, encoded.length);
  if (once(random, 3)) return encoded.slice(0, at);
  return encoded.with(at, (encoded[at] ?? 0) ^ (1 + randomBelow(random, 255)));
}
