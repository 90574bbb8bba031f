import { secp256k1 } from '@noble/curves/secp256k1.js';
import { expect, test } from 'vitest';
import { partyIndex } from '../keys/structure.ts';
import { DecodeError, decodeCbor, encodeCbor } from '../wire/codec.ts';
import { type Ready, readyCodec, signReady, verifyReady } from './ready.ts';
import { MAX_BATCH_PAIRS, type Reservation, reservationCodec, sameReservation } from './reservation.ts';

const filled = (byte: number) => new Uint8Array(32).fill(byte);
const secret = filled(9);
const about = { cluster: filled(1), key: filled(2), subject: filled(3) };
const reservation: Reservation = { batch: filled(4), first: 2, count: 3 };
const statement = { ...about, party: partyIndex(1), nonce: filled(5), policyHash: filled(6) };
const encoded = (value: Reservation) => encodeCbor(reservationCodec, value);

test('a reservation ends where its batch may end at the latest', () => {
  for (const { first, count } of [
    { first: 0, count: MAX_BATCH_PAIRS },
    { first: MAX_BATCH_PAIRS - 1, count: 1 },
  ]) {
    const last = { ...reservation, first, count };
    expect(decodeCbor(reservationCodec, encoded(last), 100)).toEqual(last);
  }
  for (const { first, count } of [
    { first: 0, count: 0 },
    { first: 1, count: MAX_BATCH_PAIRS },
    { first: MAX_BATCH_PAIRS, count: 1 },
    { first: -1, count: 1 },
  ]) {
    expect(() => decodeCbor(reservationCodec, encoded({ ...reservation, first, count }), 100)).toThrow(DecodeError);
  }
});

test('what a node reserved is under the signature of its ready', () => {
  const identity = secp256k1.getPublicKey(secret);
  const ready = signReady({ ...statement, reservation }, secret);
  expect(decodeCbor(readyCodec, encodeCbor(readyCodec, ready), 1000)).toEqual(ready);
  expect(verifyReady(ready, about, identity)).toBe(true);
  const changed: readonly (Reservation | null)[] = [
    null,
    { ...reservation, batch: filled(7) },
    { ...reservation, first: 3 },
    { ...reservation, count: 2 },
  ];
  for (const other of changed) {
    const claimed: Ready = { ...ready, reservation: other };
    expect(verifyReady(claimed, about, identity)).toBe(false);
    expect(other !== null && sameReservation(other, reservation)).toBe(false);
  }
  expect(sameReservation({ ...reservation }, reservation)).toBe(true);
});

test('a ready without a reservation says so', () => {
  const ready = signReady(statement, secret);
  expect(ready.reservation).toBeNull();
  expect(verifyReady(ready, about, secp256k1.getPublicKey(secret))).toBe(true);
});
