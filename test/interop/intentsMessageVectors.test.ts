import { readFileSync } from 'node:fs';
import { addressOf, type Chain, type Intent, type NetworkScheme, prepareIntent } from '@quorate/requests';
import { base64, hex } from '@scure/base';
import { describe, expect, test } from 'vitest';

interface Vector {
  readonly groupKey?: string;
  readonly publicKey: string;
  readonly address: string;
  readonly signedBytes: string;
  readonly signature: string;
  readonly artefact: string;
}

const file = new URL('../../docs/vectors/messages-v1.json', import.meta.url);
const vectors: { text: string; bip322: Vector; bip322P2wpkh: Vector; solana: Vector } = JSON.parse(
  readFileSync(file, 'utf8'),
);

describe('docs/vectors/messages-v1.json', () => {
  test.each<[NetworkScheme, Intent['kind'] & `${string}message`, Chain, Vector]>([
    ['frost-secp256k1-tr', 'message', 'bitcoin', vectors.bip322],
    ['frost-secp256k1-tr', 'bitcoin-message', 'bitcoin', vectors.bip322],
    ['ecdsa-secp256k1', 'bitcoin-message', 'bitcoin', vectors.bip322P2wpkh],
    ['frost-ed25519', 'message', 'solana', vectors.solana],
  ])('%s signs by %s what is published', (scheme, kind, chain, vector) => {
    const groupKey = hex.decode(vector.groupKey ?? vector.publicKey);
    const context = { scheme, groupKey, publicKey: hex.decode(vector.publicKey) };
    expect(addressOf(context, { chain })).toBe(vector.address);
    const prepared = prepareIntent({ kind, value: { text: vectors.text } }, context);
    expect(prepared.messages.map((message) => hex.encode(message))).toEqual([vector.signedBytes]);
    const { bytes, text } = prepared.attach([hex.decode(vector.signature)]);
    expect(text).toBe(vector.artefact);
    expect(base64.decode(text)).toEqual(bytes);
  });
});
