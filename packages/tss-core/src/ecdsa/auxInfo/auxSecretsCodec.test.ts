import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { partyIndex } from '../../keys/structure.ts';
import { DecodeError } from '../../wire/codec.ts';
import { auxOf, auxSecretsOfNode, RUN_SETTING } from '../testing/simulateAux.ts';
import { auxParametersOf } from './auxSecrets.ts';
import { areSecretsOf, decodeAuxSecrets, encodeAuxSecrets } from './auxSecretsCodec.ts';

const one = partyIndex(1);
const secrets = auxSecretsOfNode(one);

test('aux secrets come back as they were written, and compute what they did', () => {
  const back = decodeAuxSecrets(RUN_SETTING, encodeAuxSecrets(secrets));
  expect(auxParametersOf(back)).toEqual(auxParametersOf(secrets));
  expect(back.pedersen.reveal().lambda).toBe(secrets.pedersen.reveal().lambda);
  expect(back.paillier.decrypt(secrets.paillier.publicKey.encrypt(-7n, 3n))).toBe(-7n);
});

test('they are those of their party alone', () => {
  const { statement } = auxOf();
  expect(areSecretsOf(secrets, statement, one)).toBe(true);
  expect(areSecretsOf(secrets, statement, partyIndex(2))).toBe(false);
});

test('damaged bytes are refused', () => {
  expect(() => decodeAuxSecrets(RUN_SETTING, encodeAuxSecrets(secrets).subarray(1))).toThrow(DecodeError);
});

test('factors without an inverse are refused', () => {
  const { p, q } = secrets.paillier.reveal();
  const encoded = bytesToHex(encodeAuxSecrets(secrets)).replace(q.toString(16), p.toString(16));
  expect(() => decodeAuxSecrets(RUN_SETTING, hexToBytes(encoded))).toThrow('factors that make no modulus');
});
