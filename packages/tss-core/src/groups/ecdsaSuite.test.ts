import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { Bug, RequestRejected } from '../errors.ts';
import { signingGroup } from '../frost/signingGroup.ts';
import { partyIndex } from '../keys/structure.ts';
import { keygenResults, seededRandom, simulateKeygen, structureOf } from '../testing/index.ts';
import { ciphersuite } from './index.ts';

describe.each([
  ['ecdsa-secp256k1', secp256k1],
  ['ecdsa-p256', p256],
] as const)('%s', (scheme, curve) => {
  const suite = ciphersuite(scheme);
  const { secretKey, publicKey } = curve.keygen(seededRandom(scheme)(48));
  const digest = new Uint8Array(32).fill(4);
  const recovered = curve.sign(digest, secretKey, { prehash: false, lowS: true, format: 'recovered' });
  const signature = concatBytes(recovered.subarray(1), recovered.subarray(0, 1));

  test('verifies what another implementation signed', () => {
    expect(suite.verify(signature, digest, publicKey)).toBe(true);
  });

  test.each([
    ['another v', signature.with(64, (signature[64] ?? 0) ^ 1)],
    ['v beyond 3', signature.with(64, 4)],
    ['another r', signature.with(5, (signature[5] ?? 0) ^ 1)],
    ['another s', signature.with(40, (signature[40] ?? 0) ^ 1)],
    ['r = 0', concatBytes(new Uint8Array(32), signature.subarray(32))],
    ['s = 0', concatBytes(signature.subarray(0, 32), new Uint8Array(32), signature.subarray(64))],
    ['no v', signature.subarray(0, 64)],
  ])('attacks 17 and 32: refuses %s', (_, forged) => {
    expect(suite.verify(forged, digest, publicKey)).toBe(false);
  });

  test('a key makes ECDSA signatures and no Schnorr ones', () => {
    const { group } = suite;
    expect(() => suite.challenge(group.generator, group.generator, digest)).toThrow(Bug);
    expect(() => suite.encodeSignature(group.generator, 1n)).toThrow(Bug);
    const [first] = keygenResults(simulateKeygen(structureOf(scheme, [2, [1, 2, 3]]), 'no Schnorr')).values();
    if (!first) throw new Error('no key');
    const assignment = [[partyIndex(1), partyIndex(2)]];
    expect(() => signingGroup(first.certificate.statement, assignment)).toThrow(RequestRejected);
  });
});
