import type { PartyIndex, Random } from '@quorate/tss-core';
import { encodeTree, identitySecretOf, randomBelow } from '@quorate/tss-core/testing';
import { type Envelope, encodeCbor, envelopeCodec, inboxHash, signEnvelope } from '@quorate/tss-core/wire';
import { once, pick } from './pick.ts';
import { CORRUPT, HONEST, type PastSession } from './sessions.ts';

const FORGERIES_PER_PARTY = 24;
const COMPLAINTS_PER_PARTY = 8;

/**
 * What corrupt parties can add to the story of a session: other envelopes that they truly sign, and some that they sign
 * in the name of the honest party. Made once, since signing costs more than a judge's refusal.
 */
export function forgeriesFor(session: PastSession, all: readonly PastSession[], random: Random): readonly Envelope[] {
  const isKeygen = session.subject.kind === 'keygen';
  return CORRUPT.flatMap((author) => [
    ...Array.from({ length: FORGERIES_PER_PARTY }, () => forgery(session, all, author, random)),
    ...(isKeygen ? Array.from({ length: COMPLAINTS_PER_PARTY }, () => complaint(session, all, author, random)) : []),
  ]);
}

function forgery(
  { envelopes }: PastSession,
  all: readonly PastSession[],
  author: PartyIndex,
  random: Random,
): Envelope {
  const original = pick(random, envelopes);
  const donor = pick(random, pick(random, all).envelopes);
  return signEnvelope(
    {
      ...original,
      from: once(random, 32) ? HONEST : author,
      to: once(random, 8) ? pick(random, [HONEST, ...CORRUPT]) : 'all',
      round: once(random, 6) ? 1 + randomBelow(random, 5) : original.round,
      inbox: inboxOf(envelopes, original, random),
      body: bodyOf(envelopes, original, donor, random),
    },
    identitySecretOf(author),
  );
}

/** A complaint about the honest party that opens what it dealt to the author, to somebody else, elsewhere, or never. */
function complaint(session: PastSession, all: readonly PastSession[], author: PartyIndex, random: Random): Envelope {
  const verdict = session.envelopes.find(({ round, from }) => round === 3 && from === author) ?? session.envelopes[0];
  if (!verdict) throw new Error('nothing was said in this session');
  const dealt = pick(random, [session, session, pick(random, all)]).envelopes.filter(({ to }) => to !== 'all');
  const opened = pick(random, dealt.length > 0 ? dealt : session.envelopes);
  const relabelled = { ...opened, from: HONEST, to: author };
  const envelope = pick(random, [opened, relabelled, signEnvelope(relabelled, identitySecretOf(author))]);
  const body = encodeTree(['complaint', [HONEST, encodeCbor(envelopeCodec, envelope)]]);
  const inbox = inboxOf(session.envelopes, { ...verdict, round: 3 }, random);
  return signEnvelope({ ...verdict, round: 3, from: author, to: 'all', inbox, body }, identitySecretOf(author));
}

/** The true list of the round before, what somebody named, or a list with other stories in it. */
function inboxOf(envelopes: readonly Envelope[], { round, inbox }: Envelope, random: Random): Uint8Array {
  const before = envelopes.filter((envelope) => envelope.round === round - 1 && envelope.to === 'all');
  const byParty = new Map(before.map((envelope) => [envelope.from, envelope]));
  const trueList = inboxHash([...byParty.values()]);
  return pick(random, [trueList, trueList, inbox, inboxHash(before.slice(0, 3)), pick(random, envelopes).inbox]);
}

function bodyOf(envelopes: readonly Envelope[], original: Envelope, donor: Envelope, random: Random): Uint8Array {
  const { body } = original;
  const at = randomBelow(random, Math.max(1, body.length));
  return pick(random, [
    body,
    donor.body,
    pick(random, envelopes).body,
    body.map((byte, i) => (i === at ? byte ^ (1 + randomBelow(random, 255)) : byte)),
    body.slice(0, at),
    new Uint8Array(0),
  ]);
}
