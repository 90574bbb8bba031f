import { verify as nodeVerify } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE, concatBytes, numberToBytesBE } from '@noble/curves/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base64, hex } from '@scure/base';
import { Address, OutScript } from '@scure/btc-signer/payment.js';
import {
  getOffchainMessageEnvelopeDecoder,
  getOffchainMessageV0Decoder,
  verifyOffchainMessageEnvelope,
} from '@solana/kit';
import { hashMessage, recoverMessageAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { addressOf } from '../address.ts';
import { expectRejection } from '../fixtures/expectRejection.ts';
import { ecdsaTestKey, ed25519TestKey, taprootTestKey } from '../fixtures/keys.ts';
import { bip322MessageHash, keyPathDigest, toSign, toSpendId } from './bip322.ts';
import { offchainMessage } from './offchainMessage.ts';
import { prepareMessage } from './prepareMessage.ts';

const bitcoin = taprootTestKey(6);
const solana = ed25519TestKey(3);
const ethereum = ecdsaTestKey(5);
const utf8 = new TextEncoder();

function scriptOf(address: string): Uint8Array {
  return OutScript.encode(Address().decode(address));
}

describe('BIP-322', () => {
  // From bip-0322/basic-test-vectors.json.
  const address = 'bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l';
  test.each([
    [
      '',
      'c90c269c4f8fcbe6880f72a721ddfbf1914268a794cbb21cfafee13770ae19f1',
      'c5680aa69bb8d860bf82d4e9cd3504b55dde018de765a91bb566283c545a99a7',
      '1e9654e951a5ba44c8604c4de6c67fd78a27e81dcadcfe1edf638ba3aaebaed6',
    ],
    [
      'Hello World',
      'f0eb03b1a75ac6d9847f55c624a99169b5dccba2a31f5b23bea77ba270de0a7a',
      'b79d196740ad5217771c1098fc4a4b51e0535c32236c71f1ea4d61a2d603352b',
      '88737ae86f2077145f93cc4b153ae9a1cb8d56afa511988c149c5c8c9d93bddf',
    ],
    [
      'UTF-8 support: öäüéàè 测试文本 😄',
      '43936b237ea38c7794eb5d755e0d220b6db92ebfc5c8f482759d22b1286376d7',
      'c8f4f525fe8afb1bc09b44175bd2096f079c98425e8a1be676b712add1fb62f0',
      '8f488e06b89eafd019ec528109eafaf7f1d1811fd617aa1eeb9658f1c1be6586',
    ],
  ])('the transactions for %j are those of the test vectors', (text, hash, spend, sign) => {
    const message = utf8.encode(text);
    expect(hex.encode(bip322MessageHash(message))).toBe(hash);
    expect(hex.encode(toSpendId(message, scriptOf(address)))).toBe(spend);
    expect(toSign(message, scriptOf(address)).id).toBe(sign);
  });

  test('the P2TR signature of the test vectors verifies over our digest', () => {
    const script = scriptOf('bc1pss0zhytly75awhm6x2hhvd5lnzv3vssgrf9axfheq8ldyzn88ges79fler');
    const vector = 'AUCJYOwOjxYAvatTAGYaVlNXBVyFuc4MwNQkOuK2tl8xhfKDONd0NjfYyNSYcRqeCp8hsAnCEPHAVEkO9h6vbQ/R';
    const digest = keyPathDigest(utf8.encode('No prefix fallback'), script);
    expect(schnorr.verify(base64.decode(vector).subarray(2), digest, script.subarray(2))).toBe(true);
  });

  test('a text is signed for the BIP-86 address as a witness stack of one signature', () => {
    const prepared = prepareMessage({ text: 'I own this key' }, bitcoin.context);
    const [message = new Uint8Array()] = prepared.messages;
    const signature = bitcoin.sign(message);
    const artefact = prepared.attach([signature]);
    expect(artefact.kind).toBe('message-signature');
    expect(base64.decode(artefact.text)).toEqual(Uint8Array.from([1, 64, ...signature]));
    expect(schnorr.verify(signature, message, bitcoin.context.publicKey)).toBe(true);
    expect(prepared.description.lines).toContainEqual({ label: 'Signed as', value: addressOf(bitcoin.context) });
  });
});

describe('Solana off-chain message', () => {
  test.each([
    ['restricted ASCII', 'Hello, world', 0],
    ['short UTF-8', 'Grüße\n', 1],
    ['long', 'x'.repeat(1148), 2],
    ['longest', 'ü'.repeat(4096), 2],
  ])('%s is read and verified by @solana/kit', async (_name, text, format) => {
    const prepared = prepareMessage({ text }, solana.context);
    const [message = new Uint8Array()] = prepared.messages;
    const { bytes } = prepared.attach([solana.sign(message)]);
    const envelope = getOffchainMessageEnvelopeDecoder().decode(bytes);
    await verifyOffchainMessageEnvelope(envelope);
    const decoded = getOffchainMessageV0Decoder().decode(envelope.content);
    expect(decoded.content).toEqual({ format, text });
    expect(decoded.requiredSignatories).toEqual([{ address: addressOf(solana.context) }]);
  });

  test('node:crypto verifies the signature over the very bytes', () => {
    const [message = new Uint8Array()] = prepareMessage({ text: 'hi' }, solana.context).messages;
    const key = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(solana.context.publicKey).toString('base64url') };
    expect(nodeVerify(null, message, { key, format: 'jwk' }, solana.sign(message))).toBe(true);
  });

  test('the header is the published one', () => {
    const message = offchainMessage(utf8.encode('hi'), new Uint8Array(32).fill(9));
    // Signing domain, version 0, application domain sha256("quorate"), format 0, one signer, length 2, body.
    const domain = hex.encode(sha256(utf8.encode('quorate')));
    const start = `ff${hex.encode(utf8.encode('solana offchain'))}00`;
    expect(hex.encode(message)).toBe(`${start}${domain}0001${'09'.repeat(32)}02006869`);
  });

  test('it can never be a transaction: no transaction starts with ff', () => {
    expect(prepareMessage({ text: 'x' }, solana.context).messages[0]?.[0]).toBe(0xff);
  });
});

describe('EIP-191', () => {
  test.each(['Hello, world', 'Grüße\n\tan alle 😄', 'x'.repeat(8192)])(
    '%.20j is hashed and recovered by viem',
    async (text) => {
      const prepared = prepareMessage({ text }, ethereum.context);
      const [message = new Uint8Array()] = prepared.messages;
      expect(`0x${hex.encode(message)}`).toBe(hashMessage(text));
      const artefact = prepared.attach([ethereum.sign(message)]);
      expect(artefact).toMatchObject({ kind: 'message-signature', missingSigners: [] });
      expect(artefact.text).toBe(`0x${hex.encode(artefact.bytes)}`);
      const signature = `0x${hex.encode(artefact.bytes)}` as const;
      expect(await recoverMessageAddress({ message: text, signature })).toBe(
        addressOf(ethereum.context, { chain: 'ethereum' }),
      );
    },
  );

  test('by a P-256 key it is r and s for a contract, over the same hash', () => {
    const passkey = ecdsaTestKey(5, p256);
    const prepared = prepareMessage({ text: 'one' }, passkey.context);
    const [message = new Uint8Array()] = prepared.messages;
    expect(`0x${hex.encode(message)}`).toBe(hashMessage('one'));
    expect(prepared.description.lines.at(-1)?.value).toContain('every contract account that takes this key');
    const { bytes, p256: parts } = prepared.attach([passkey.sign(message)]);
    expect(parts?.hash).toBe(hashMessage('one'));
    expect(p256.verify(bytes, message, passkey.context.publicKey, { prehash: false, lowS: true })).toBe(true);
  });

  test('the digest is the published one', () => {
    // As the documentation of web3.eth.accounts.hashMessage has it.
    const [message = new Uint8Array()] = prepareMessage({ text: 'Hello World' }, ethereum.context).messages;
    expect(hex.encode(message)).toBe('a1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2');
  });

  test('a signature with high s, or with another recovery id, is refused', () => {
    const prepared = prepareMessage({ text: 'one' }, ethereum.context);
    const [message = new Uint8Array()] = prepared.messages;
    const signature = ethereum.sign(message);
    const order = secp256k1.Point.Fn.ORDER;
    const high = numberToBytesBE(order - bytesToNumberBE(signature.subarray(32, 64)), 32);
    const flipped = (signature[64] ?? 0) ^ 1;
    expectRejection('bad-signature', () =>
      prepared.attach([concatBytes(signature.subarray(0, 32), high, Uint8Array.of(flipped))]),
    );
    expectRejection('bad-signature', () =>
      prepared.attach([concatBytes(signature.subarray(0, 64), Uint8Array.of(flipped))]),
    );
    expectRejection('bad-signature', () => prepared.attach([signature.subarray(0, 64)]));
  });
});

const others = { bitcoin: taprootTestKey(9), solana: ed25519TestKey(9), ethereum: ecdsaTestKey(9) };

describe.each([
  ['bitcoin', bitcoin],
  ['solana', solana],
  ['ethereum', ethereum],
] as const)('any %s message', (name, key) => {
  test.each([
    ['empty-message', ''],
    ['invalid-message', 'a\u0000b'],
    ['invalid-message', 'a\r\nb'],
    ['invalid-message', '\u001b[31mred'],
    ['invalid-message', 'c1 \u0085'],
    ['invalid-message', 'lone \ud800'],
    ['invalid-message', 'no character \uffff'],
    ['too-large', 'x'.repeat(8193)],
    ['too-large', 'ü'.repeat(4097)],
  ])('%s: %j is refused', (code, text) => {
    expectRejection(code, () => prepareMessage({ text }, key.context));
  });

  test('the description cannot be forged from within the text', () => {
    const text = 'Pay nothing\nFormat: none\u202e\u200b';
    const { description } = prepareMessage({ text }, key.context);
    expect(description.lines.slice(0, 2)).toEqual([
      { label: 'Text, line 1', value: 'Pay nothing' },
      { label: 'Text, line 2', value: 'Format: none\\u{202e}\\u{200b}' },
    ]);
    expect(description.warnings).toEqual([expect.stringContaining('invisible')]);
  });

  test('another text, or the same for another key, is another message', () => {
    const other = others[name];
    const messages = [
      prepareMessage({ text: 'pay 1' }, key.context),
      prepareMessage({ text: 'pay 2' }, key.context),
      prepareMessage({ text: 'pay 1 ' }, key.context),
      prepareMessage({ text: 'pay 1' }, other.context),
    ].flatMap((prepared) => prepared.messages.map((message) => hex.encode(message)));
    // EIP-191 does not name the signer: whoever recovers it from the signature learns it.
    expect(new Set(messages).size).toBe(name === 'ethereum' ? 3 : 4);
  });

  test('a signature of another message is refused', () => {
    const prepared = prepareMessage({ text: 'one' }, key.context);
    const [other = new Uint8Array()] = prepareMessage({ text: 'two' }, key.context).messages;
    expectRejection('bad-signature', () => prepared.attach([key.sign(other)]));
    expectRejection('bad-signature', () => prepared.attach([]));
    const [message = new Uint8Array()] = prepared.messages;
    expectRejection('bad-signature', () => prepared.attach([key.sign(message), key.sign(message)]));
  });
});

test('a raw digest is not signed for what it is: it is text like any other', () => {
  const digest = 'ab'.repeat(32);
  const [message = new Uint8Array()] = prepareMessage({ text: digest }, bitcoin.context).messages;
  expect(hex.encode(message)).not.toBe(digest);
});
