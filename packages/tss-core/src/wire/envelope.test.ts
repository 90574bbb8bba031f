import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partyIndex } from '../keys/structure.ts';
import { decodeCbor, encodeCbor } from './codec.ts';
import {
  type Envelope,
  envelopeCodec,
  envelopeDigest,
  signEnvelope,
  type UnsignedEnvelope,
  verifyEnvelope,
} from './envelope.ts';
import { inboxHash } from './inbox.ts';

const secret = new Uint8Array(32).fill(7);
const identity = secp256k1.getPublicKey(secret);
const unsigned: UnsignedEnvelope = {
  version: 1,
  cluster: new Uint8Array(32).fill(1),
  key: new Uint8Array(32).fill(2),
  epoch: 3,
  session: new Uint8Array(32).fill(4),
  round: 5,
  from: partyIndex(6),
  to: 'all',
  inbox: new Uint8Array(32).fill(8),
  body: Uint8Array.of(9, 9),
};

test('a signed envelope survives its encoding and verifies', () => {
  const envelope = signEnvelope(unsigned, secret);
  const decoded = decodeCbor(envelopeCodec, encodeCbor(envelopeCodec, envelope), 1000);
  expect(decoded).toEqual(envelope);
  expect(verifyEnvelope(decoded, identity)).toBe(true);
});

const changes: Readonly<Record<string, Partial<UnsignedEnvelope>>> = {
  cluster: { cluster: new Uint8Array(32) },
  key: { key: new Uint8Array(32) },
  epoch: { epoch: 4 },
  session: { session: new Uint8Array(32) },
  round: { round: 6 },
  from: { from: partyIndex(7) },
  to: { to: partyIndex(1) },
  inbox: { inbox: new Uint8Array(32) },
  body: { body: Uint8Array.of(9, 9, 0) },
};

test.each(Object.keys(changes))('the signature covers %s', (field) => {
  const envelope = signEnvelope(unsigned, secret);
  expect(verifyEnvelope({ ...envelope, ...changes[field] }, identity)).toBe(false);
});

function withSignature(
  envelope: Envelope,
  change: (rs: { r: bigint; s: bigint; v: number }) => { r: bigint; s: bigint; v: number },
) {
  const { r, s } = secp256k1.Signature.fromBytes(envelope.signature.subarray(0, 64), 'compact');
  const next = change({ r, s, v: envelope.signature[64] ?? 0 });
  const hex = next.r.toString(16).padStart(64, '0') + next.s.toString(16).padStart(64, '0');
  return { ...envelope, signature: concatBytes(Uint8Array.from(Buffer.from(hex, 'hex')), Uint8Array.of(next.v)) };
}

const n = secp256k1.Point.Fn.ORDER;
test.each([
  ['high s', ({ r, s, v }: { r: bigint; s: bigint; v: number }) => ({ r, s: n - s, v: 55 - v })],
  ['s = 0', ({ r, v }: { r: bigint; v: number }) => ({ r, s: 0n, v })],
  ['r = 0', ({ s, v }: { s: bigint; v: number }) => ({ r: 0n, s, v })],
  ['r above the order', ({ s, v }: { s: bigint; v: number }) => ({ r: n, s, v })],
  ['the other v', ({ r, s, v }: { r: bigint; s: bigint; v: number }) => ({ r, s, v: 55 - v })],
  ['v of neither parity', ({ r, s }: { r: bigint; s: bigint }) => ({ r, s, v: 29 })],
])('attack 17: %s is refused', (_, change) => {
  expect(verifyEnvelope(withSignature(signEnvelope(unsigned, secret), change), identity)).toBe(false);
});

test('an EVM contract recovers the signer: ecrecover over the EIP-712 digest gives the address of the identity key', () => {
  const envelope = signEnvelope(unsigned, secret);
  const v = envelope.signature[64] ?? 0;
  const recoverable = concatBytes(Uint8Array.of(v - 27), envelope.signature.subarray(0, 64));
  const recovered = secp256k1.Point.fromBytes(
    secp256k1.recoverPublicKey(recoverable, envelopeDigest(unsigned), { prehash: false }),
  );
  const address = (point: typeof recovered) => bytesToHex(keccak_256(point.toBytes(false).subarray(1)).subarray(12));
  expect(address(recovered)).toBe(address(secp256k1.Point.fromBytes(identity)));
});

test.each([
  [3, 'all', 'fd6478812a1352124507c61901890c519834ef2b3a3b19b35f2044fd4ef6b288'],
  [0xffffffff, partyIndex(0xffff), 'd2803caf3d4f9f06f948edec310ec9fae891ca731d43b255e5df170bfd375ff2'],
] as const)(
  'the digest is what other implementations of EIP-712 compute (ethers 6.17, eth-account 0.14): epoch %i',
  (epoch, to, digest) => {
    expect(bytesToHex(envelopeDigest({ ...unsigned, epoch, to }))).toBe(digest);
  },
);

test('the inbox hash does not depend on the order of arrival and does on content', () => {
  const envelopes = [1, 2, 3].map((from) => signEnvelope({ ...unsigned, from: partyIndex(from) }, secret));
  expect(inboxHash(envelopes.toReversed())).toEqual(inboxHash(envelopes));
  expect(inboxHash(envelopes.slice(1))).not.toEqual(inboxHash(envelopes));
});

test('attack 18: distinct envelopes have distinct digests', () => {
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(fc.nat(3), fc.nat(3), fc.nat(3), fc.string({ maxLength: 2 }), (epoch, round, from, body) => {
      const changed = { ...unsigned, epoch, round: round + 1, from: partyIndex(from + 1), body: utf8ToBytes(body) };
      const tuple = JSON.stringify([epoch, round, from, body]);
      const digest = bytesToHex(envelopeDigest(changed));
      expect(seen.get(digest) ?? tuple).toBe(tuple);
      seen.set(digest, tuple);
    }),
  );
});
