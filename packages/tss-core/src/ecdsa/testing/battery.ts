import { describe, expect, test } from 'vitest';
import { decodeCbor, encodeCbor } from '../../wire/codec.ts';
import type { EcdsaSetting } from '../setting.ts';
import { mutationsOf } from './mutations.ts';
import { TEST_CONTEXT } from './parties.ts';
import { JUNK, OTHER_CONTEXTS, type ProofCase } from './proofCase.ts';
import { TEST_SETTING, TEST_SETTING_P256 } from './settings.ts';

/** More than any proof of the test profile has. */
const MAX_BYTES = 1 << 16;

/** What holds of every proof. */
export function testProof<P extends object>(name: string, makeCase: (setting: EcdsaSetting) => ProofCase<P>) {
  const { proof, codec, verify, setting } = makeCase(TEST_SETTING);

  describe(name, () => {
    test('a true statement is proven', () => {
      expect(verify(proof)).toBe(true);
    });

    test('on P-256 as well, and not across curves', () => {
      const other = makeCase(TEST_SETTING_P256);
      expect(other.verify(other.proof)).toBe(true);
      expect(other.verify(other.proof, TEST_CONTEXT, setting)).toBe(false);
    });

    test('the encoding is decoded to the same proof', () => {
      const encoded = encodeCbor(codec, proof);
      const decoded = decodeCbor(codec, encoded, MAX_BYTES);
      expect(encodeCbor(codec, decoded)).toEqual(encoded);
      expect(verify(decoded)).toBe(true);
    });

    test.each(mutationsOf(proof, setting.group))('refused with %s', (_, mutated) => {
      expect(verify(mutated)).toBe(false);
    });

    test.each(OTHER_CONTEXTS)('attack 19: refused under another %s', (_, context) => {
      expect(verify(proof, context)).toBe(false);
    });

    test('refused under another profile of equal numbers', () => {
      expect(verify(proof, TEST_CONTEXT, { ...setting, profile: { ...setting.profile, name: 'other' } })).toBe(false);
    });

    test('what is no proof is refused without an exception', () => {
      // Types end where a peer's bytes begin: verifiers are to stand anything.
      for (const junk of JUNK) expect(verify(junk as P)).toBe(false);
    });
  });
}
