import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { numberToBytesBE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { frostP256 } from './p256.ts';
import { frostSecp256k1 } from './secp256k1.ts';

const curves = [
  ['P-256', frostP256.group, p256.Point],
  ['secp256k1', frostSecp256k1.group, secp256k1.Point],
] as const;

describe.each(curves)('attack 16: elements of %s', (_, group, { BASE, Fp }) => {
  const compressed = (prefix: number, x: bigint) => concatBytes(Uint8Array.of(prefix), numberToBytesBE(x, 32));

  test('only the compressed form with prefix 2 or 3 is accepted', () => {
    const even = BASE.y % 2n === 0n ? 2 : 3;
    expect(group.decodeElement(compressed(even, BASE.x)).equals(group.generator)).toBe(true);
    expect(group.decodeElement(compressed(5 - even, BASE.x)).equals(group.generator.negate())).toBe(true);
    for (const prefix of [0, 1, 4, 5, 6, 7, 255])
      expect(() => group.decodeElement(compressed(prefix, BASE.x))).toThrow();
    expect(() => group.decodeElement(BASE.toBytes(false))).toThrow(/33 bytes/);
  });

  test('the identity is refused in every form', () => {
    for (const form of [Uint8Array.of(0), new Uint8Array(33)]) expect(() => group.decodeElement(form)).toThrow();
  });

  test('an x at or above the field order is refused, also where it stands for a point', () => {
    const onCurve = Array.from({ length: 20 }, (_, x) => BigInt(x)).filter((x) => decodes(compressed(2, x)));
    expect(onCurve.length).toBeGreaterThan(0);
    for (const x of [0n, ...onCurve]) {
      if (Fp.ORDER + x < 2n ** 256n) expect(decodes(compressed(2, Fp.ORDER + x))).toBe(false);
    }
  });

  function decodes(encoded: Uint8Array): boolean {
    try {
      group.decodeElement(encoded);
      return true;
    } catch {
      return false;
    }
  }
});
