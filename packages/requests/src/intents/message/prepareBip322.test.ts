import { secp256k1 } from '@noble/curves/secp256k1.js';
import { base64 } from '@scure/base';
import { Address } from '@scure/btc-signer/payment.js';
import { RawWitness } from '@scure/btc-signer/script.js';
import { describe, expect, test } from 'vitest';
import { addressOf } from '../address.ts';
import { expectRejection } from '../fixtures/expectRejection.ts';
import { ecdsaTestKey, ed25519TestKey, taprootTestKey } from '../fixtures/keys.ts';
import { wpkhDigest } from './bip322.ts';
import { prepareBitcoinMessage } from './prepareBip322.ts';
import { prepareMessage } from './prepareMessage.ts';

const ecdsa = ecdsaTestKey(6);
const utf8 = new TextEncoder();

describe('the P2WPKH signatures of BIP-322’s basic-test-vectors.json verify over our digest', () => {
  test.each([
    [
      '',
      'AkcwRAIgM2gBAQqvZX15ZiysmKmQpDrG83avLIT492QBzLnQIxYCIBaTpOaD20qRlEylyxFSeEA2ba9YOixpX8z46TSDtS40ASECx/EgAxlkQpQ9hYjgGu6EBCPMVPwVIVJqO4XCsMvViHI=',
    ],
    [
      'Hello World',
      'AkcwRAIgZRfIY3p7/DoVTty6YZbWS71bc5Vct9p9Fia83eRmw2QCICK/ENGfwLtptFluMGs2KsqoNSk89pO7F29zJLUx9a/sASECx/EgAxlkQpQ9hYjgGu6EBCPMVPwVIVJqO4XCsMvViHI=',
    ],
    [
      'Hello World',
      'AkgwRQIhAOzyynlqt93lOKJr+wmmxIens//zPzl9tqIOua93wO6MAiBi5n5EyAcPScOjf1lAqIUIQtr3zKNeavYabHyR8eGhowEhAsfxIAMZZEKUPYWI4BruhAQjzFT8FSFSajuFwrDL1Yhy',
    ],
  ])('%j', (text, signature) => {
    const [der = new Uint8Array(), publicKey = new Uint8Array()] = RawWitness.decode(base64.decode(signature));
    const context = { scheme: 'ecdsa-secp256k1', groupKey: publicKey, publicKey } as const;
    expect(addressOf(context, { chain: 'bitcoin' })).toBe('bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l');
    const digest = wpkhDigest(utf8.encode(text), publicKey);
    const options = { prehash: false, format: 'der' } as const;
    expect(secp256k1.verify(der.subarray(0, -1), digest, publicKey, options)).toBe(true);
  });
});

test('an ECDSA key signs a text by its P2WPKH address: a witness stack of signature and public key', () => {
  const prepared = prepareBitcoinMessage({ text: 'I own this key' }, ecdsa.context);
  const [digest = new Uint8Array()] = prepared.messages;
  const { kind, text, missingSigners } = prepared.attach([ecdsa.sign(digest)]);
  expect({ kind, missingSigners }).toEqual({ kind: 'message-signature', missingSigners: [] });
  const [der = new Uint8Array(), publicKey] = RawWitness.decode(base64.decode(text));
  expect(publicKey).toEqual(ecdsa.context.publicKey);
  expect(der.at(-1)).toBe(1);
  const options = { prehash: false, format: 'der' } as const;
  expect(secp256k1.verify(der.subarray(0, -1), digest, ecdsa.context.publicKey, options)).toBe(true);
  const [, signedAs] = prepared.description.lines;
  expect(Address().decode(signedAs?.value ?? '')).toMatchObject({ type: 'wpkh' });
});

test('a taproot key signs the same as by `message`, an ECDSA key something else', () => {
  const intent = { text: 'one text' };
  const taproot = taprootTestKey(6).context;
  expect(prepareBitcoinMessage(intent, taproot).messages).toEqual(prepareMessage(intent, taproot).messages);
  const bitcoin = prepareBitcoinMessage(intent, ecdsa.context).messages;
  expect(bitcoin).not.toEqual(prepareMessage(intent, ecdsa.context).messages);
});

test('what is no text, no Bitcoin key or no signature is refused', () => {
  expectRejection('empty-message', () => prepareBitcoinMessage({ text: '' }, ecdsa.context));
  expectRejection('invalid-message', () => prepareBitcoinMessage({ text: 'a\u0000b' }, ecdsa.context));
  expectRejection('too-large', () => prepareBitcoinMessage({ text: 'x'.repeat(8193) }, ecdsa.context));
  expectRejection('wrong-scheme', () => prepareBitcoinMessage({ text: 'x' }, ed25519TestKey(1).context));
  const prepared = prepareBitcoinMessage({ text: 'one' }, ecdsa.context);
  const [other = new Uint8Array()] = prepareBitcoinMessage({ text: 'two' }, ecdsa.context).messages;
  expectRejection('bad-signature', () => prepared.attach([ecdsa.sign(other)]));
  expectRejection('bad-signature', () => prepared.attach([]));
});
