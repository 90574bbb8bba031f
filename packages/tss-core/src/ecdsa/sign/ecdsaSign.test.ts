import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { RequestRejected } from '../../errors.ts';
import { ciphersuite } from '../../groups/index.ts';
import {
  type Assignment,
  ECDSA_SCHEMES,
  type EcdsaSchemeId,
  type PartyIndex,
  partyIndex,
} from '../../keys/structure.ts';
import type { Reservation } from '../../session/reservation.ts';
import { changingBroadcast } from '../../testing/cheating.ts';
import type { QuorumSketch } from '../../testing/fixtures.ts';
import type { EcdsaGroup } from '../ecdsaGroup.ts';
import type { Presignature } from '../presign/presignature.ts';
import { presignatureReservation } from '../stock/namedPresignature.ts';
import {
  anyResult,
  certificateOf,
  type EcdsaKey,
  ecdsaKey,
  groupOf,
  resultsOf,
  simulateEcdsaSign,
  simulateInteractive,
  simulatePresign,
  tweakOf,
} from '../testing/simulateEcdsa.ts';
import { ecdsaSign, ecdsaSignPrepared } from './ecdsaSign.ts';

const DATA = new TextEncoder().encode('pay Alice');
const MESSAGE = new Uint8Array(createHash('sha256').update(DATA).digest());
const signers = (...quorums: number[][]): Assignment => quorums.map((members) => members.map(partyIndex));

const KEYS: readonly (readonly [string, readonly QuorumSketch[], Assignment])[] = [
  ['2 of 3', [[2, [1, 2, 3]]], signers([1, 3])],
  ['3 of 5', [[3, [1, 2, 3, 4, 5]]], signers([2, 3, 5])],
  [
    '2 of 3 AND 1 of 1',
    [
      [2, [1, 2, 3]],
      [1, [4]],
    ],
    signers([2, 3], [4]),
  ],
];

/** What node:crypto says to r ‖ s under X + τ·G. */
function opensslVerifies(scheme: EcdsaSchemeId, key: EcdsaKey, signature: Uint8Array, tweak = 0n): boolean {
  const { group } = ciphersuite(scheme);
  const X = group.decodeElement(certificateOf(key.keygen).statement.groupKey);
  const tweaked = tweak === 0n ? X : X.add(group.generator.multiply(tweak));
  const affine = group.encodeAffine(tweaked);
  const [x, y] = [affine.subarray(-64, -32), affine.subarray(-32)].map((c) => Buffer.from(c).toString('base64url'));
  const crv = scheme === 'ecdsa-p256' ? 'P-256' : 'secp256k1';
  const publicKey = createPublicKey({ key: { kty: 'EC', crv, x: x ?? '', y: y ?? '' }, format: 'jwk' });
  return verify('sha256', DATA, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature.subarray(0, 64));
}

describe.each(ECDSA_SCHEMES)('%s', (scheme) => {
  test.each(KEYS)(
    '%s: a presignature made in advance signs in one round, and OpenSSL agrees',
    (_, quorums, assignment) => {
      const key = ecdsaKey(scheme, quorums);
      const presignatures = resultsOf(simulatePresign(key, assignment, 'in advance').outcomes);
      const signatures = resultsOf(simulateEcdsaSign(key, assignment, presignatures, MESSAGE, 'online').outcomes);
      const [signature] = signatures.values();
      if (!signature) throw new Error('nobody signed');
      for (const other of signatures.values()) expect(other).toEqual(signature);
      expect(opensslVerifies(scheme, key, signature)).toBe(true);
    },
  );

  test('signing in one session keeps nothing, and OpenSSL agrees', () => {
    const key = ecdsaKey(scheme, [[2, [1, 2, 3]]]);
    const signature = anyResult(simulateInteractive(key, signers([1, 2]), MESSAGE, 'interactive').outcomes);
    expect(opensslVerifies(scheme, key, signature)).toBe(true);
  });

  test('attack 23: a derived key signs with the shares of its parent, and OpenSSL agrees', () => {
    const key = ecdsaKey(scheme, [
      [2, [1, 2, 3]],
      [1, [4]],
    ]);
    const options = { path: [44, 7] };
    const { outcomes } = simulateInteractive(key, signers([1, 3], [4]), MESSAGE, 'derived', options);
    const signature = anyResult(outcomes);
    expect(opensslVerifies(scheme, key, signature, tweakOf(key, options))).toBe(true);
    expect(opensslVerifies(scheme, key, signature)).toBe(false);
  });
});

describe('a presignature', () => {
  const key = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]]);
  const assignment = signers([1, 3]);
  const fresh = () => resultsOf(simulatePresign(key, assignment, 'in advance').outcomes);
  const request = { session: new Uint8Array(32), index: 0, message: MESSAGE, tweak: 0n };

  const sign = (presignatures: ReadonlyMap<PartyIndex, Presignature>, message = MESSAGE) =>
    simulateEcdsaSign(key, assignment, presignatures, message, 'again');

  test('attack 1: signs once, whatever becomes of it', () => {
    const presignatures = fresh();
    resultsOf(sign(presignatures).outcomes);
    expect(() => sign(presignatures)).toThrow(/wiped/);
  });

  test('attack 6: a failed use destroys it', () => {
    const presignatures = fresh();
    const cheat = changingBroadcast(partyIndex(3), 1, (body) => body.with(20, (body[20] ?? 0) ^ 1));
    const { outcomes } = simulateEcdsaSign(key, assignment, presignatures, MESSAGE, 'failing', { cheat });
    expect(outcomes.get(partyIndex(1))?.kind).toBe('fault');
    for (const presignature of presignatures.values()) expect(() => presignature.take()).toThrow(/wiped/);
  });

  test('attack 6: a session that is cancelled destroys it', () => {
    const [presignature] = fresh().values();
    if (!presignature) throw new Error('no presignature');
    const protocol = ecdsaSign(groupOf(key, assignment), presignature, request);
    protocol.next();
    protocol.return(new Uint8Array(0));
    expect(() => presignature.take()).toThrow(/wiped/);
  });

  test('attack 6: a session that is cancelled before it begins destroys it', () => {
    const [presignature] = fresh().values();
    if (!presignature) throw new Error('no presignature');
    ecdsaSign(groupOf(key, assignment), presignature, request).return(new Uint8Array(0));
    expect(() => presignature.take()).toThrow(/wiped/);
  });

  test('attack 2: copies, clones and encodings of it hold no secret', () => {
    const [presignature] = fresh().values();
    if (!presignature) throw new Error('no presignature');
    const { k } = presignature.take();
    const [again] = fresh().values();
    if (!again) throw new Error('no presignature');
    const hex = k.toString(16);
    expect(JSON.stringify({ ...again }, (_, v) => (v instanceof Uint8Array ? [...v] : v))).not.toContain(hex);
    expect(Object.keys(again)).toEqual(['party', 'certificate', 'id']);
    expect(() => structuredClone(again).take()).toThrow();
  });

  test('is refused for another set of signers, and gone', () => {
    const [presignature] = fresh().values();
    if (!presignature) throw new Error('no presignature');
    const elsewhere = groupOf(key, signers([1, 2]));
    expect(() => ecdsaSign(elsewhere, presignature, request)).toThrow(RequestRejected);
    expect(() => presignature.take()).toThrow(/wiped/);
  });

  test.each<[string, (group: EcdsaGroup) => EcdsaGroup]>([
    ['key', (group) => ({ ...group, key: { ...group.key, key: new Uint8Array(32) } })],
    ['cluster', (group) => ({ ...group, key: { ...group.key, cluster: new Uint8Array(32) } })],
    ['epoch', (group) => ({ ...group, key: { ...group.key, epoch: group.key.epoch + 1 } })],
    ['aux generation', (group) => ({ ...group, auxGeneration: new Uint8Array(32) })],
  ])('is refused for another %s, and gone', (_, change) => {
    const [presignature] = fresh().values();
    if (!presignature) throw new Error('no presignature');
    expect(() => ecdsaSign(change(groupOf(key, assignment)), presignature, request)).toThrow(RequestRejected);
    expect(() => presignature.take()).toThrow(/wiped/);
  });

  test('attack 1: is taken once', () => {
    const [presignature] = fresh().values();
    if (!presignature) throw new Error('no presignature');
    presignature.take();
    expect(() => presignature.take()).toThrow(/wiped/);
  });

  test.each<[string, (own: Reservation) => readonly [Reservation, Reservation]]>([
    ['another', (own) => [own, { ...own, batch: new Uint8Array(32) }]],
    ['another on this side', (own) => [{ ...own, batch: new Uint8Array(32) }, own]],
    ['a place in a batch', (own) => [own, { ...own, first: 1 }]],
  ])('is refused where a signer has set %s aside, and gone', (_, reserved) => {
    const [presignature] = fresh().values();
    if (!presignature) throw new Error('no presignature');
    const { descriptor } = simulateEcdsaSign(key, assignment, fresh(), MESSAGE, 'named');
    const presignatures = reserved(presignatureReservation(presignature.id));
    const readies = descriptor.readies.map((ready, i) => ({ ...ready, reservation: presignatures[i] ?? null }));
    const offered = { ...descriptor, presignatures, readies };
    expect(() => ecdsaSignPrepared(groupOf(key, assignment), presignature, offered, 0n)).toThrow(RequestRejected);
    expect(() => presignature.take()).toThrow(/wiped/);
  });

  test('attack 5: the same presignature and message give another r in another session, and for a derived key', () => {
    const r = (seed: string, path: readonly number[] = []) => {
      const presignatures = fresh();
      const { outcomes } = simulateEcdsaSign(key, assignment, presignatures, MESSAGE, seed, { path });
      return anyResult(outcomes).subarray(0, 32);
    };
    expect(r('one')).toEqual(r('one'));
    expect(r('one')).not.toEqual(r('two'));
    expect(r('one')).not.toEqual(r('one', [5]));
  });
});

test.each([
  ['of 31 bytes', MESSAGE.subarray(1)],
  ['of zero', new Uint8Array(32)],
])('a digest %s is refused before anything is said', (_, message) => {
  const key = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]]);
  const said: unknown[] = [];
  const sign = () =>
    simulateInteractive(key, signers([1, 2]), message, 'no digest', {
      onFrame: (_from, _to, frame) => said.push(frame),
    });
  expect(sign).toThrow(RequestRejected);
  expect(said).toEqual([]);
});
