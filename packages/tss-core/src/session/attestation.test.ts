import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { partyIndex } from '../keys/structure.ts';
import { DecodeError, decodeCbor, encodeCbor } from '../wire/codec.ts';
import {
  type AttestationStatement,
  attestationHash,
  attestedBytes,
  isAttestationKey,
  MAX_ATTESTATION_BYTES,
  messagesHash,
  NO_ATTESTATION,
  signedAttestationCodec,
  verifyAttestation,
} from './attestation.ts';
import { attestedReady, readyCodec, signReady, verifyReady } from './ready.ts';

const filled = (byte: number) => new Uint8Array(32).fill(byte);
const secret = filled(7);
const publicKey = p256.getPublicKey(secret);
const about = { cluster: filled(1), node: 'hsm-1', key: filled(2), epoch: 1, subject: filled(3), contents: filled(4) };
const fresh = { policyHash: filled(5), nonce: filled(6) };
const place = { sequence: 1, previous: NO_ATTESTATION, expiresAt: 1_767_225_600 };
const statement: AttestationStatement = { ...about, ...fresh, ...place, purpose: 'ready' };
// As a module does it: SHA-256 of the bytes it is given.
const sign = (of: AttestationStatement) => p256.sign(attestedBytes(of), secret, { prehash: true, lowS: true });
const signed = { statement, signature: sign(statement) };

test('a module that hashes with SHA-256 signs the hash that names the attestation', () => {
  expect(sha256(attestedBytes(statement))).toEqual(attestationHash(statement));
  expect(verifyAttestation(signed, publicKey)).toBe(true);
  const encoded = encodeCbor(signedAttestationCodec, signed);
  expect(decodeCbor(signedAttestationCodec, encoded, MAX_ATTESTATION_BYTES)).toEqual(signed);
});

test('it holds for nothing but what it says', () => {
  const others: readonly Partial<AttestationStatement>[] = [
    ...(['cluster', 'key', 'subject', 'contents', 'policyHash', 'nonce', 'previous'] as const).map((field) => ({
      [field]: filled(9),
    })),
    { node: 'hsm-2' },
    { epoch: 2 },
    { purpose: 'stored' },
    { sequence: 2 },
    { expiresAt: statement.expiresAt + 1 },
  ];
  expect(others).toHaveLength(Object.keys(statement).length);
  for (const other of others) {
    expect(
      verifyAttestation({ ...signed, statement: { ...statement, ...other } }, publicKey),
      `${Object.keys(other)}`,
    ).toBe(false);
  }
  expect(verifyAttestation(signed, p256.getPublicKey(filled(8)))).toBe(false);
});

test('the other half of s, and what is no signature, are refused', () => {
  const { r, s } = p256.Signature.fromBytes(signed.signature, 'compact');
  const high = new p256.Signature(r, p256.Point.Fn.neg(s)).toBytes('compact');
  for (const signature of [high, new Uint8Array(64), new Uint8Array(64).fill(0xff), signed.signature.subarray(1)]) {
    expect(verifyAttestation({ statement, signature }, publicKey)).toBe(false);
  }
});

test('a sequence counts from 1', () => {
  const encoded = encodeCbor(signedAttestationCodec, { ...signed, statement: { ...statement, sequence: 0 } });
  expect(() => decodeCbor(signedAttestationCodec, encoded, MAX_ATTESTATION_BYTES)).toThrow(DecodeError);
});

test('an attestation key is a compressed point of P-256', () => {
  expect(isAttestationKey(publicKey)).toBe(true);
  expect(isAttestationKey(p256.getPublicKey(secret, false))).toBe(false);
  expect(isAttestationKey(Uint8Array.of(2, ...filled(0xff)))).toBe(false);
  expect(isAttestationKey(Uint8Array.of(5, ...filled(1)))).toBe(false);
});

test('messages have one hash, whatever their boundaries', () => {
  expect(messagesHash([filled(1), filled(2)])).not.toEqual(messagesHash([Uint8Array.of(...filled(1), ...filled(2))]));
  expect(messagesHash([])).not.toEqual(messagesHash([new Uint8Array(0)]));
});

test('a ready carries it under the signature of its node, and gives it back whole', () => {
  const { cluster, key, subject } = about;
  const { signature } = signed;
  const attestation = { ...place, signature };
  const ready = signReady({ cluster, key, subject, party: partyIndex(1), ...fresh, attestation }, secret);
  const identity = secp256k1.getPublicKey(secret);
  expect(decodeCbor(readyCodec, encodeCbor(readyCodec, ready), 1000)).toEqual(ready);
  expect(verifyReady(ready, about, identity)).toBe(true);
  expect(verifyReady({ ...ready, attestation: null }, about, identity)).toBe(false);
  expect(attestedReady(ready, about)).toEqual(signed);
  expect(attestedReady({ ...ready, attestation: null }, about)).toBeNull();
});
