import { encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import { sampleCluster } from '../testing/sampleCluster.ts';
import { sampleRequest, sampleSignedRequest, sampleStructure } from '../testing/samples.ts';
import { cosigningParties } from './cosigners.ts';
import { decodeSignedRequest, encodeSignedRequest } from './signedRequest.ts';
import { signedRequestCodec } from './signRequest.ts';

const sample = sampleCluster();
const structure = sampleStructure(sample, 'frost-ed25519');
const parties = (...cosigners: string[]) => cosigningParties({ cosigners }, structure, 'treasury');

test('cosigners are parties of the key, at most as many as sign', () => {
  expect(parties()).toEqual([]);
  expect(parties('node-1', 'node-3')).toEqual([1, 3]);
  expect(() => parties('hsm-1')).toThrow('hsm-1 is to cosign and holds no share of key treasury');
  expect(() => parties('node-1', 'node-2', 'node-3')).toThrow(
    'node-1, node-2, node-3 are to cosign, and no set that signs for key treasury has them all',
  );
});

test('they are under the signature of the desk, in one order', () => {
  const signed = sampleSignedRequest(sample, { cosigners: ['node-1', 'node-2'] });
  expect(decodeSignedRequest(encodeSignedRequest(signed))).toEqual(signed);
  for (const cosigners of [['node-2', 'node-1'], ['node-1', 'node-1'], ['Node 1']]) {
    const request = sampleRequest(sample, { cosigners });
    const encoded = encodeCbor(signedRequestCodec, { request, signature: signed.signature });
    expect(() => decodeSignedRequest(encoded)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  }
});
