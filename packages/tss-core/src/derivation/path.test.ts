import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestRejected } from '../errors.ts';
import { ciphersuite } from '../groups/index.ts';
import { ECDSA_SCHEMES, SCHEMES } from '../keys/structure.ts';
import { derivePath } from './derivePath.ts';
import { canDerive, checkPath, HARDENED } from './path.ts';
import { formatPath, parsePath } from './pathText.ts';

const code = (expected: string) => expect.objectContaining({ name: 'RequestRejected', code: expected });
const index = fc.integer({ min: 0, max: HARDENED - 1 });

describe('paths', () => {
  test.each(['frost-ed25519', 'frost-ed448', 'frost-ristretto255'] as const)('%s keys have one address', (scheme) => {
    expect(canDerive(scheme)).toBe(false);
    expect(() => checkPath(scheme, [])).not.toThrow();
    expect(() => checkPath(scheme, [0])).toThrow(code('derivation-unsupported'));
    expect(() => checkPath(scheme, [0])).toThrow(`A ${scheme} key has one address: no key can be derived from it.`);
    const { generator } = ciphersuite(scheme).group;
    expect(() => derivePath(ciphersuite(scheme), generator, new Uint8Array(32), [0])).toThrow(RequestRejected);
  });

  test('curves of Bitcoin and P-256 have children', () => {
    const deriving = [...SCHEMES, ...ECDSA_SCHEMES].filter(canDerive);
    expect(deriving).toEqual(['frost-p256', 'frost-secp256k1', 'frost-secp256k1-tr', 'ecdsa-p256', 'ecdsa-secp256k1']);
  });

  test('attack 23: hardened indices are refused wherever they stand', () => {
    for (const path of [[HARDENED], [0, HARDENED + 5], [0xffffffff, 0]]) {
      expect(() => checkPath('frost-secp256k1-tr', path)).toThrow(code('hardened-path'));
    }
    expect(() => checkPath('frost-secp256k1-tr', [0, HARDENED + 5])).toThrow('hardened index 5h');
  });

  test('what is no index is refused', () => {
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32]) {
      expect(() => checkPath('frost-secp256k1', [0, bad])).toThrow(code('bad-path'));
    }
  });

  test('up to 16 levels', () => {
    const levels = (count: number) => Array.from({ length: count }, () => 0);
    expect(() => checkPath('frost-p256', levels(16))).not.toThrow();
    expect(() => checkPath('frost-p256', levels(17))).toThrow(code('bad-path'));
  });
});

describe('paths as text', () => {
  test('m/0/5 and 0/5 are one path, m and nothing are the key itself', () => {
    expect([parsePath('m/0/5'), parsePath('0/5')]).toEqual([
      [0, 5],
      [0, 5],
    ]);
    expect([parsePath('m'), parsePath('')]).toEqual([[], []]);
  });

  test('hardened indices are read, to be refused for what they are', () => {
    for (const text of ["m/86'/0", 'm/86h/0', 'm/86H/0']) expect(parsePath(text)).toEqual([HARDENED + 86, 0]);
  });

  test.each([
    '/',
    'm/',
    '/0',
    '0/',
    'm//0',
    'x/0',
    'm/-1',
    'm/01',
    'm/1e3',
    'm/0x1',
    'm/2147483648',
    'm/0 ',
    'm/m',
    "m/'",
  ])('"%s" is no path', (text) => {
    expect(() => parsePath(text)).toThrow(code('bad-path'));
  });

  test('whatever is written is read back', () => {
    const anyIndex = fc.tuple(index, fc.boolean()).map(([i, hardened]) => i + (hardened ? HARDENED : 0));
    fc.assert(
      fc.property(fc.array(anyIndex, { maxLength: 16 }), (path) => {
        expect(parsePath(formatPath(path))).toEqual(path);
      }),
    );
  });

  test('any other text is a path or is refused in one sentence', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        try {
          expect(parsePath(text).every((level) => level >= 0 && level < 2 * HARDENED)).toBe(true);
        } catch (problem) {
          expect(problem).toEqual(code('bad-path'));
        }
      }),
    );
  });
});
