import { expect, test } from 'vitest';
import { type Assignment, type PartyIndex, partyIndex } from '../../keys/structure.ts';
import { type SigningDescriptor, signingSessionId } from '../../session/descriptor.ts';
import { type ReadyStatement, signReady } from '../../session/ready.ts';
import type { Reservation } from '../../session/reservation.ts';
import {
  identitySecretOf,
  keygenResults,
  offerPrepared,
  type PreparedOffer,
  seededRandom,
  simulateKeygen,
  simulatePrepared,
  stockParties,
  structureOf,
} from '../../testing/index.ts';
import { gatherCommitments } from './gatherCommitments.ts';

const [one, two, three] = [1, 2, 3].map(partyIndex) as [PartyIndex, PartyIndex, PartyIndex];
const assignment: Assignment = [[one, two]];
const messages = [Uint8Array.of(1), Uint8Array.of(2)];
const run = keygenResults(simulateKeygen(structureOf('frost-ed25519', [2, [1, 2, 3]]), 'gather'));
const random = seededRandom('gather');
const parties = stockParties(run, 100, random);
const offer = (signers = assignment) => offerPrepared(parties, signers, messages, random);

/** What party 1 makes of an offer. */
function gather({ descriptor, reserved }: PreparedOffer) {
  const own = reserved.get(one);
  const party = parties.get(one);
  if (!own || !party) throw new Error('party 1');
  return gatherCommitments(descriptor, own, party.peers);
}

/** The offer with another reservation under party 2's own signature. */
function withReservation({ descriptor, reserved }: PreparedOffer, reservation: Reservation | null): PreparedOffer {
  const { cluster, key, requestHash: subject } = descriptor;
  const readies = descriptor.readies.map((ready) => {
    const statement: ReadyStatement = { ...ready, cluster, key, subject, reservation };
    return ready.party === two ? signReady(statement, identitySecretOf(2)) : ready;
  });
  const presignatures = readies.flatMap((ready) => ready.reservation ?? []);
  return { descriptor: { ...descriptor, readies, presignatures }, reserved };
}

function reservationOf({ reserved }: PreparedOffer, party: PartyIndex): Reservation {
  const found = reserved.get(party)?.reservation;
  if (!found) throw new Error(`party ${party} reserved nothing`);
  return found;
}

test('every signer finds the same commitments, in the batches that their owners gave it', () => {
  const { descriptor, reserved } = offer();
  const found = [one, two].map((party) => {
    const own = reserved.get(party);
    const peers = parties.get(party)?.peers;
    if (!own || !peers) throw new Error('a signer');
    return gatherCommitments(descriptor, own, peers);
  });
  expect([...(found[0]?.commitments ?? [])]).toEqual([...(found[1]?.commitments ?? [])]);
  expect(found[0]?.batches.map(({ batch }) => batch.party)).toEqual([one, two]);
});

test('a batch that its owner never gave us is refused', () => {
  const honest = offer();
  const unknown = { ...reservationOf(honest, two), batch: new Uint8Array(32).fill(7) };
  expect(() => gather(withReservation(honest, unknown))).toThrow(expect.objectContaining({ code: 'batch-unknown' }));
});

test('attack 1: pairs that served in a session serve in no other, whatever their owner signs', () => {
  const first = offer();
  simulatePrepared(parties, first);
  const second = withReservation(offer(), reservationOf(first, two));
  expect(() => gather(second)).toThrow(expect.objectContaining({ code: 'batch-unknown' }));
});

test('attack 1: a session that is offered again finds its commitments used', () => {
  const first = offer();
  gather(first);
  expect(() => gather(first)).toThrow(expect.objectContaining({ code: 'batch-unknown' }));
});

test('attack 1: of two sessions that name one reservation, one finds it', () => {
  const [first, second] = [offer(), offer()];
  const other = withReservation(second, reservationOf(first, two));
  expect(signingSessionId(other.descriptor)).not.toEqual(signingSessionId(first.descriptor));
  gather(first);
  expect(() => gather(other)).toThrow(expect.objectContaining({ code: 'batch-unknown' }));
});

test('nobody sets aside the nonces of another party', () => {
  const foreign = offerPrepared(parties, [[one, three]], messages, random);
  const stolen = withReservation(offer(), reservationOf(foreign, three));
  expect(() => gather(stolen)).toThrow(expect.objectContaining({ code: 'batch-unknown' }));
  const ours = offer();
  expect(() => gather(withReservation(ours, reservationOf(ours, one)))).toThrow(
    expect.objectContaining({ code: 'batch-unknown' }),
  );
});

test.each<[string, (honest: PreparedOffer) => SigningDescriptor]>([
  ['one pair fewer than messages', (honest) => resized(honest, 1)],
  ['one pair more than messages', (honest) => resized(honest, 3)],
  ['no nonces of one signer', (honest) => withReservation(honest, null).descriptor],
  ['references in another order', ({ descriptor }) => changed(descriptor, [...descriptor.presignatures].reverse())],
  ['one reference too few', ({ descriptor }) => changed(descriptor, descriptor.presignatures.slice(1))],
  ['one reference twice', ({ descriptor }) => changed(descriptor, [...descriptor.presignatures, ...first(descriptor)])],
  ['another epoch than that of the nonces', ({ descriptor }) => ({ ...descriptor, epoch: 2 })],
  ['another key than that of the nonces', ({ descriptor }) => ({ ...descriptor, key: new Uint8Array(32) })],
  ['pairs that its signer did not set aside', ({ descriptor }) => shifted(descriptor)],
])('a session with %s is refused', (_, change) => {
  const honest = offer();
  const { reserved } = honest;
  expect(() => gather({ descriptor: change(honest), reserved })).toThrow(
    expect.objectContaining({ code: 'unsupported-session' }),
  );
});

test('attack 1: a session about other pairs than those taken for it is refused by their owner', () => {
  const [honest, another] = [offer(), offer()];
  expect(() => gather({ descriptor: honest.descriptor, reserved: another.reserved })).toThrow(
    expect.objectContaining({ code: 'unsupported-session' }),
  );
});

function resized(honest: PreparedOffer, count: number): SigningDescriptor {
  return withReservation(honest, { ...reservationOf(honest, two), count }).descriptor;
}

function changed(descriptor: SigningDescriptor, presignatures: readonly Reservation[]): SigningDescriptor {
  return { ...descriptor, presignatures };
}

function first({ presignatures }: SigningDescriptor): readonly Reservation[] {
  return presignatures.slice(0, 1);
}

/** References beside those that the readies carry. */
function shifted(descriptor: SigningDescriptor): SigningDescriptor {
  const presignatures = descriptor.presignatures.map((one) => ({ ...one, first: one.first + 2 }));
  return { ...descriptor, presignatures };
}
