import {
  batchId,
  isPrepared,
  type PartyIndex,
  type SignedBatch,
  type SigningDescriptor,
  signingSessionId,
} from '@quorate/tss-core';
import { bytes, DecodeError, decodeCbor, type Envelope, envelopeDigest, list, struct } from '@quorate/tss-core/wire';
import type { WireLog } from './wireLog.ts';

/** What an audit looked at, so that a test can insist that it was something. */
export interface Audited {
  /** Places (session, round, from, to) that somebody signed an envelope for. */
  readonly slots: number;
  /** Nonce pairs that a share was given for, those made in the session and those made in advance. */
  readonly pairs: number;
}

/**
 * Throws when an honest party signed two different envelopes for one place (cryptography.md, rule 3), when a nonce point
 * D or E of anybody honest is seen under two names, or when a pair of a batch served in two sessions (rules 15 and 16).
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
  return { slots: slots.size, pairs: countPairs(envelopes, wire.offers) };
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

const point = bytes({ min: 32, max: 57 });
const pairs = list(struct<{ hiding: Uint8Array; binding: Uint8Array }>({ hiding: point, binding: point }), {
  min: 1,
  max: 1024,
});

/** D and E of every message, from round 1 of a signing in two rounds; no other body is a list of pairs of points. */
function pairsMadeIn({ round, body }: Envelope) {
  if (round !== 1) return [];
  try {
    return decodeCbor(pairs, body, body.length);
  } catch (problem) {
    if (problem instanceof DecodeError) return [];
    throw problem;
  }
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex');
}
