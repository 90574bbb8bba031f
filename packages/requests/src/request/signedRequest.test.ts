import { RequestRejected } from '@quorate/tss-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_PSBT_BYTES } from '../intents/intent.ts';
import { saidByPerson } from '../people/personStatement.ts';
import { fromHex } from '../schema/encoding.ts';
import { sampleCluster } from '../testing/sampleCluster.ts';
import { sampleRequest, sampleSignedRequest } from '../testing/samples.ts';
import {
  decodeSignedRequest,
  encodeSignedRequest,
  requestHash,
  requestStatement,
  signRequest,
} from './signedRequest.ts';
import type { SignRequest } from './signRequest.ts';
import { verifyDeskSignature } from './verifyRequest.ts';

const sample = sampleCluster();
const request = sampleRequest(sample);
const signed = sampleSignedRequest(sample);

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const seconds = fc.integer({ min: 0, max: 2 ** 40 });
const text = fc.string({ unit: 'grapheme', maxLength: 200 });
/** One field of a request set to something else that decodes. */
const change: fc.Arbitrary<Partial<SignRequest>> = fc.oneof(
  fc.record({ cluster: bytes32 }),
  fc.record({ id: fc.stringMatching(/^[A-Za-z0-9_-]{8,64}$/) }),
  fc.record({ desk: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/) }),
  fc.record({ key: bytes32 }),
  fc.record({ path: fc.array(fc.nat(), { minLength: 1, maxLength: 16 }) }),
  fc.record({ cosigners: fc.constantFrom(['hsm-1'], ['hsm-1', 'node-2']) }),
  fc.record({ createdAt: seconds }),
  fc.record({ expiresAt: seconds }),
  fc.record({ intent: fc.record({ kind: fc.constant('message' as const), value: fc.record({ text }) }) }),
  fc.record({
    intent: fc.record({
      kind: fc.constant('bitcoin-psbt' as const),
      value: fc.record({ psbt: fc.uint8Array(), network: fc.constantFrom('mainnet', 'testnet', 'regtest') }),
    }),
  }),
  fc.record({
    intent: fc.record({ kind: fc.constant('ethereum-typed-data' as const), value: fc.record({ json: text }) }),
  }),
  fc.record({
    intent: fc.record({
      kind: fc.constantFrom('solana-transaction', 'ethereum-transaction'),
      value: fc.record({ transaction: fc.uint8Array() }),
    }),
  }),
);

test('a change of any field changes the hash and breaks the signature', () => {
  fc.assert(
    fc.property(change, (changes) => {
      const changed = { ...request, ...changes };
      fc.pre(JSON.stringify(changed) !== JSON.stringify(request));
      expect(requestHash(changed)).not.toEqual(requestHash(request));
      const desk = fromHex(sample.cluster.desks[0]?.publicKey ?? '');
      expect(saidByPerson(requestStatement, changed, signed.signature, desk)).toBe(false);
    }),
  );
});

test('two requests that differ have different hashes', () => {
  fc.assert(
    fc.property(change, change, (a, b) => {
      fc.pre(JSON.stringify({ ...request, ...a }) !== JSON.stringify({ ...request, ...b }));
      expect(requestHash({ ...request, ...a })).not.toEqual(requestHash({ ...request, ...b }));
    }),
  );
});

test('what is encoded decodes to the same', () => {
  fc.assert(
    fc.property(change, (changes) => {
      const other = signRequest({ ...request, ...changes }, sample.secret('desk-1'));
      expect(decodeSignedRequest(encodeSignedRequest(other))).toEqual(other);
    }),
  );
});

test('any flipped bit of the encoding is found', () => {
  const encoded = encodeSignedRequest(signed);
  fc.assert(
    fc.property(fc.nat(encoded.length - 1), fc.nat(7), (at, bit) => {
      const flipped = encoded.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte));
      expect(() => verifyDeskSignature(decodeSignedRequest(flipped), sample.cluster)).toThrow(RequestRejected);
    }),
  );
});

test('a version of the future is refused', () => {
  const encoded = encodeSignedRequest(signed);
  // [[1, …], …]: 82 8a 01
  expect([...encoded.subarray(0, 3)]).toEqual([0x82, 0x8a, 0x01]);
  const future = encoded.map((byte, i) => (i === 2 ? 2 : byte));
  expect(() => decodeSignedRequest(future)).toThrow('request.request.version: expected 1');
});

test.each([
  ['trailing bytes', (encoded: Uint8Array) => Uint8Array.of(...encoded, 0)],
  ['a truncated request', (encoded: Uint8Array) => encoded.subarray(0, -1)],
  ['nothing', () => new Uint8Array()],
  ['too much', () => new Uint8Array((1 << 20) + 1)],
])('%s is refused', (_, spoil) => {
  expect(() => decodeSignedRequest(spoil(encodeSignedRequest(signed)))).toThrow(
    expect.objectContaining({ code: 'bad-request' }),
  );
});

test.each<[string, Partial<SignRequest>, string]>([
  ['a short id', { id: 'short' }, 'request.request.id: does not match'],
  ['an id with a slash', { id: 'request/0001' }, 'request.request.id: does not match'],
  ['an unknown form of desk', { desk: 'Desk 1' }, 'request.request.desk: does not match'],
  ['a fractional time', { createdAt: 1.5 }, 'request.request.createdAt: expected an integer'],
])('%s cannot be signed', (_, changes, sentence) => {
  expect(() => signRequest({ ...request, ...changes }, sample.secret('desk-1'))).toThrow(sentence);
});

test('the largest PSBT fits', () => {
  const intent = { kind: 'bitcoin-psbt', value: { psbt: new Uint8Array(MAX_PSBT_BYTES), network: 'mainnet' } } as const;
  expect(() => signRequest({ ...request, intent }, sample.secret('desk-1'))).not.toThrow();
});
