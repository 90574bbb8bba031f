import { expect, test } from 'vitest';
import { chainFor, chainsOf } from './chain.ts';
import { expectRejection } from './fixtures/expectRejection.ts';
import { NETWORK_SCHEMES } from './networkScheme.ts';

test('a key with addresses on one chain needs no choice', () => {
  expect(chainFor('frost-ed25519', undefined)).toBe('solana');
  expect(chainFor('frost-secp256k1-tr', undefined)).toBe('bitcoin');
  expect(chainFor('ecdsa-secp256k1', 'bitcoin')).toBe('bitcoin');
});

test('a key with addresses on several is not shown one by chance', () => {
  const { hint } = expectRejection('ambiguous-chain', () => chainFor('ecdsa-secp256k1', undefined));
  expect(hint).toBe('Say which: --chain ethereum.');
  expect(chainFor('ecdsa-secp256k1', 'ethereum')).toBe('ethereum');
});

test('a key that only contracts know has no address anywhere', () => {
  expect(chainsOf('ecdsa-p256')).toEqual([]);
  for (const wanted of [undefined, 'ethereum'] as const) {
    const { message } = expectRejection('no-address', () => chainFor('ecdsa-p256', wanted));
    expect(message).toBe(
      'A key of scheme ecdsa-p256 has no address of its own: contract accounts know it by its public key.',
    );
  }
});

const withAddresses = NETWORK_SCHEMES.filter((scheme) => scheme !== 'ecdsa-p256');

test.each(withAddresses)('keys of %s are on some chain, and on no other', (scheme) => {
  expect(chainsOf(scheme).length).toBeGreaterThan(0);
  const other = chainsOf(scheme).includes('solana') ? 'bitcoin' : 'solana';
  expectRejection('wrong-chain', () => chainFor(scheme, other));
});
