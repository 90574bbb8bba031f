import { utf8ToBytes } from '@noble/hashes/utils.js';
import {
  authHeader,
  cancelOrderCodec,
  createKeyOrderCodec,
  decodeSignedCancel,
  decodeSignedOrder,
  decodeSignedRequest,
  encodeSignedRequest,
  fromBase64,
  fromHex,
  keyIdOf,
  orderHash,
  personPublicKey,
  requestHash,
  signCancel,
  signOrder,
  signRequest,
  signRequestCodec,
  toBase64,
  toHex,
  verifyAuthHeader,
  verifyCancel,
  verifyDeskSignature,
  verifyOrderSignatures,
} from '@quorate/requests';
import { encodeCbor, taggedHash } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import { requestOf, vectorCluster, vectors } from './requestVectors.ts';

const cluster = vectorCluster();
const seed = fromHex(vectors.desk.seed);
const adminSeed = fromHex(vectors.admin.seed);

test.each(vectors.taggedHash)('the tagged hash of %j', ({ tag, parts, hash }) => {
  expect(toHex(taggedHash(tag, ...parts.map(fromHex)))).toBe(hash);
});

test.each(vectors.requests)('$name: encoding, hash and signature', (vector) => {
  const request = requestOf(vector);
  const signed = signRequest(request, seed);
  expect(toHex(encodeCbor(signRequestCodec, request))).toBe(vector.cbor);
  expect(toHex(requestHash(request))).toBe(vector.hash);
  expect(toHex(signed.signature)).toBe(vector.signature);
  expect(toBase64(encodeSignedRequest(signed))).toBe(vector.signedRequest);
});

test.each(vectors.requests)('$name: decoding and verification', (vector) => {
  const signed = decodeSignedRequest(fromBase64(vector.signedRequest));
  expect(signed.request).toEqual(requestOf(vector));
  expect(verifyDeskSignature(signed, cluster).id).toBe(vectors.desk.id);
});

test.each(vectors.refused)('$name is refused as $code', ({ signedRequest, code }) => {
  const verify = () => verifyDeskSignature(decodeSignedRequest(fromBase64(signedRequest)), cluster);
  expect(verify).toThrow(expect.objectContaining({ code }));
});

test('a cancel order', () => {
  const { cbor, hash, signature, signedCancel } = vectors.cancel;
  const signed = decodeSignedCancel(fromBase64(signedCancel));
  expect(verifyCancel(signed, cluster).id).toBe(vectors.desk.id);
  expect(toHex(encodeCbor(cancelOrderCodec, signed.cancel))).toBe(cbor);
  expect(toHex(taggedHash('quorate/cancel/1', fromHex(cbor)))).toBe(hash);
  expect(toHex(signCancel(signed.cancel, seed).signature)).toBe(signature);
});

test('a key order and the id of its key', () => {
  const { cbor, hash, key, signature, signedOrder } = vectors.order;
  const signed = decodeSignedOrder(fromBase64(signedOrder));
  verifyOrderSignatures(signed, cluster);
  expect(toHex(encodeCbor(createKeyOrderCodec, signed.order))).toBe(cbor);
  expect(toHex(orderHash(signed.order))).toBe(hash);
  expect(toHex(keyIdOf(signed.order))).toBe(key);
  const [again] = signOrder({ order: signed.order, signatures: [] }, vectors.admin.id, adminSeed).signatures;
  expect(again && toHex(again.signature)).toBe(signature);
});

test.each(vectors.calls)('the Authorization header of $method $path', ({ method, path, body, time, authorization }) => {
  const call = { method, path, body: utf8ToBytes(body) };
  const caller = { kind: 'desk', id: vectors.desk.id } as const;
  expect(authHeader(caller, seed, call, time * 1000)).toBe(authorization);
  expect(verifyAuthHeader(authorization, call, cluster, time * 1000)).toEqual(caller);
});

test('public keys belong to their seeds', () => {
  expect(toHex(personPublicKey(seed))).toBe(vectors.desk.publicKey);
  expect(toHex(personPublicKey(adminSeed))).toBe(vectors.admin.publicKey);
});
