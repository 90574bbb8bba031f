import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { type Ciphersuite, ciphersuite, type Element } from '@quorate/tss-core';
import { describe, expect, test } from 'vitest';
import { readVectors } from './support.ts';

interface ScriptPubKey {
  readonly given: { readonly internalPubkey: string };
  readonly intermediary: { readonly merkleRoot: string | null; readonly tweak: string; readonly tweakedPubkey: string };
}

interface InputSpending {
  readonly given: { readonly internalPrivkey: string; readonly merkleRoot: string | null };
  readonly intermediary: { readonly internalPubkey: string; readonly tweakedPrivkey: string };
}

const vectors: {
  readonly scriptPubKey: readonly ScriptPubKey[];
  readonly keyPathSpending: readonly { readonly inputSpending: readonly InputSpending[] }[];
} = JSON.parse(readVectors('bip341/wallet-test-vectors.json'));

const suite: Ciphersuite = ciphersuite('frost-secp256k1-tr');
const { group } = suite;

/** Both keys with this x coordinate: the internal key's parity must not matter. */
function lifted(x: string): readonly Element[] {
  return [2, 3].map((prefix) => group.decodeElement(concatBytes(Uint8Array.of(prefix), hexToBytes(x))));
}

describe('BIP-341 outputs with no script path, which is what BIP-86 asks for', () => {
  const rows = vectors.scriptPubKey.filter(({ intermediary }) => intermediary.merkleRoot === null);

  test('there is one', () => expect(rows).toHaveLength(1));

  test.each(rows)('internal key $given.internalPubkey', ({ given, intermediary }) => {
    for (const groupKey of lifted(given.internalPubkey)) {
      const key = suite.signingKey(groupKey);
      expect(bytesToHex(key.publicKey)).toBe(intermediary.tweakedPubkey);
      // The vector's tweak is for the even internal key, before the output key is made even.
      const tweak = group.decodeScalar(hexToBytes(intermediary.tweak));
      expect([tweak, group.reduce(-tweak)]).toContain(key.tweak);
    }
  });
});

describe('BIP-341 key path spending with no script path', () => {
  const inputs = vectors.keyPathSpending.flatMap(({ inputSpending }) => inputSpending);
  const rows = inputs.filter(({ given }) => given.merkleRoot === null);

  test('there are some', () => expect(rows.length).toBeGreaterThan(0));

  test.each(rows)('internal secret key $given.internalPrivkey', ({ given, intermediary }) => {
    const x = group.decodeScalar(hexToBytes(given.internalPrivkey));
    const key = suite.signingKey(group.generator.multiply(x));
    const tweaked = group.reduce(key.sign * x + key.tweak);
    expect(group.generator.multiply(tweaked).equals(key.outputKey)).toBe(true);
    // The vector does not make the output key even, which BIP-340 signing does by itself.
    const published = group.decodeScalar(hexToBytes(intermediary.tweakedPrivkey));
    expect([published, group.reduce(-published)]).toContain(tweaked);
  });
});
