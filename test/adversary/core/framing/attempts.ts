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

/** What a judge of each cheat looks at: in sessions of a kind, the broadcasts of some rounds; of one alone where none is named. */
const LOOKED_AT: { readonly [code in FaultCode]?: { kind?: EvidenceSubject['kind']; rounds: readonly number[] } } = {
  equivocation: { rounds: [] },
  'malformed-message': { rounds: [] },
  'bad-opening': { kind: 'keygen', rounds: [1, 2] },
  'wrong-commitment-length': { kind: 'keygen', rounds: [2] },
  'bad-proof-of-possession': { kind: 'keygen', rounds: [2] },
  'wrong-dealt-share': { kind: 'keygen', rounds: [2, 3] },
  'false-complaint': { kind: 'keygen', rounds: [2, 3] },
  'wrong-certificate-signature': { kind: 'keygen', rounds: [2, 3, 4] },
  'invalid-share': { kind: 'signing', rounds: [1, 2] },
};
const CODES: readonly FaultCode[] = [
  'equivocation',
  'malformed-message',
  'bad-opening',
  'wrong-commitment-length',
  'bad-proof-of-possession',
  'wrong-dealt-share',
  'false-complaint',
  'wrong-certificate-signature',
  'invalid-share',
];

const ACCUSED: readonly (readonly PartyIndex[])[] = [[HONEST], [HONEST], [HONEST, CORRUPT[0]], [HONEST, ...CORRUPT]];

/** Evidence that names the honest party, put together from what there is. */
export function framingAttempt({ sessions }: Material, random: Random): Uint8Array {
  const code = pick(random, CODES);
  const kind = once(random, 12) ? undefined : LOOKED_AT[code]?.kind;
  const session = pick(
    random,
    sessions.filter(({ subject }) => kind === undefined || subject.kind === kind),
  );
  const other = pick(random, sessions);
  const subject = once(random, 10) ? retold(session.subject, other.subject, random) : session.subject;
  const batches = once(random, 10) ? other.batches : session.batches;
  const fault = { code, culprits: pick(random, ACCUSED) };
  const encoded = encodeEvidence(buildEvidence(fault, storyOf(session, other, code, random), subject, batches));
  return once(random, 20) ? mangled(encoded, random) : encoded;
}

/** One envelope for each place that the judge looks at, most of them true, so that it has something to decide. */
function storyOf(session: Session, other: Session, code: FaultCode, random: Random): readonly Envelope[] {
  const usual = once(random, 12) ? [] : (LOOKED_AT[code]?.rounds ?? []);
  const rounds = usual.length > 0 ? usual : [1 + randomBelow(random, 4)];
  const told = rounds.flatMap((round) => placesOf(session, round)).map((place) => tellOne(place, random));
  const spliced = told.map((envelope) => (once(random, 60) ? stranger(session, other, envelope, random) : envelope));
  // A second envelope in one place is for judges of equivocation alone to look at.
  const second = once(random, code === 'equivocation' ? 2 : 40) ? [pick(random, session.forgeries)] : [];
  const story = [...spliced, ...second];
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

function mangled(encoded: Uint8Array, random: Random): Uint8Array {
  const at = randomBelow(random, encoded.length);
  if (once(random, 3)) return encoded.slice(0, at);
  return encoded.with(at, (encoded[at] ?? 0) ^ (1 + randomBelow(random, 255)));
}
