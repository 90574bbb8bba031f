import {
  batchId,
  isPrepared,
  type PartyIndex,
  type SignedBatch,
  type SigningDescriptor,
  signingSessionId,
} from '@quorate/tss-core';
import {
  bytes,
  type Codec,
  DecodeError,
  decodeCbor,
  type Envelope,
  envelopeDigest,
  list,
  struct,
} from '@quorate/tss-core/wire';
import type { WireLog } from './wireLog.ts';

/** What an audit looked at, so that a test can insist that it was something. */
export interface Audited {
  /** Places (session, round, from, to) that somebody signed an envelope for. */
  readonly slots: number;
  /** Nonce pairs, or presignatures, that a share was given for, those made in the session and those made in advance. */
  readonly pairs: number;
  /** What parties have drawn to presign with: one for each party and presigning. */
  readonly presignings: number;
}

/**
 * Throws when an honest party signed two different envelopes for one place (cryptography.md, rule 3), when a nonce point
 * D or E of anybody honest is seen under two names, when k or γ of a presigning may be those of another, or when a pair of a
 * batch or a presignature served in two sessions (rules 15 to 17).
 * @param liars parties that a test corrupts: what they sign is not held against anybody
 */
export function auditWire(wire: Pick<WireLog, 'since' | 'batches' | 'offers'>, liars: readonly number[] = []): Audited {
  const envelopes = wire
    .since()
    .map(({ envelope }) => envelope)
    .filter(({ from }) => !liars.includes(from));
  const slots = new Ledger();
  for (const envelope of envelopes) {
    const { session, round, from, to } = envelope;
    slots.enter(`party ${from} to ${to} in round ${round} of ${hex(session)}`, hex(envelopeDigest(envelope)));
  }
  checkPoints(
    envelopes,
    wire.batches.filter(({ batch }) => !liars.includes(batch.party)),
  );
  return { slots: slots.size, pairs: countPairs(envelopes, wire.offers), presignings: countPresignings(envelopes) };
}

/** Each thing has one value for ever. */
class Ledger {
  readonly #entries = new Map<string, string>();

  get size(): number {
    return this.#entries.size;
  }

  enter(what: string, value: string): void {
    const before = this.#entries.get(what);
    if (before !== undefined && before !== value) throw new Error(`${what}: first ${before}, then ${value}`);
    this.#entries.set(what, value);
  }
}

function checkPoints(envelopes: readonly Envelope[], batches: readonly SignedBatch[]): void {
  const points = new Ledger();
  for (const envelope of envelopes) {
    for (const [i, pair] of pairsMadeIn(envelope).entries()) {
      for (const point of [pair.hiding, pair.binding]) {
        points.enter(`point ${hex(point)}`, `pair ${i} of party ${envelope.from} in ${hex(envelope.session)}`);
      }
    }
  }
  for (const { batch } of batches) {
    for (const [i, pair] of batch.commitments.entries()) {
      for (const point of [pair.hiding, pair.binding]) {
        points.enter(`point ${hex(point)}`, `pair ${i} of party ${batch.party} in batch ${hex(batchId(batch))}`);
      }
    }
  }
}

/** Throws when a pair of a batch was used by its owner in two sessions. */
function countPairs(envelopes: readonly Envelope[], offers: readonly SigningDescriptor[]): number {
  const descriptors = new Map(offers.map((offer) => [hex(signingSessionId(offer)), offer]));
  const uses = new Ledger();
  for (const envelope of envelopes) {
    const id = hex(envelope.session);
    const offer = descriptors.get(id);
    const given = offer && isPrepared(offer) && envelope.round === 1 ? reservedBy(envelope.from, offer) : [];
    const made = pairsMadeIn(envelope).map((pair) => hex(pair.hiding));
    for (const pair of [...given, ...made]) uses.enter(`nonce pair ${pair}`, id);
  }
  return uses.size;
}

function reservedBy(party: PartyIndex, { readies, presignatures }: SigningDescriptor): string[] {
  const reservation = presignatures[readies.findIndex((ready) => ready.party === party)];
  if (!reservation) return [];
  const { batch, first, count } = reservation;
  return Array.from({ length: count }, (_, i) => `${first + i} of ${hex(batch)}`);
}

/** Throws when anything that hides k or γ of a party stands in two presignings. */
function countPresignings(envelopes: readonly Envelope[]): number {
  const drawn = new Ledger();
  const presignings = new Set<string>();
  for (const { body, from, round, session } of envelopes) {
    const hidden = round === 1 ? decodedOr(undefined, hiding, body) : undefined;
    if (!hidden) continue;
    const presigning = `party ${from} in ${hex(session)}`;
    presignings.add(presigning);
    for (const one of hidden) drawn.enter(`what hides k or γ, ${hex(one)}`, presigning);
  }
  return presignings.size;
}

/** K, G, Y, A and B of round 1 of a presigning (CGGMP24 Fig. 8), each made with fresh randomness. */
const hiding = list(bytes({ min: 33, max: 768 }), { min: 7, max: 7 });

const point = bytes({ min: 32, max: 57 });
const pairs = list(struct<{ hiding: Uint8Array; binding: Uint8Array }>({ hiding: point, binding: point }), {
  min: 1,
  max: 1024,
});

/** D and E of every message, from round 1 of a signing in two rounds; no other body is a list of pairs of points. */
function pairsMadeIn({ round, body }: Envelope) {
  return round === 1 ? decodedOr([], pairs, body) : [];
}

function decodedOr<T, E>(otherwise: E, codec: Codec<T>, body: Uint8Array): T | E {
  try {
    return decodeCbor(codec, body, body.length);
  } catch (problem) {
    if (problem instanceof DecodeError) return otherwise;
    throw problem;
  }
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex');
}
