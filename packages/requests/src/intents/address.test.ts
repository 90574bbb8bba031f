import { p2tr } from '@scure/btc-signer/payment.js';
import { getAddressDecoder } from '@solana/kit';
import { expect, test } from 'vitest';
import { addressOf } from './address.ts';
import { expectRejection } from './fixtures/expectRejection.ts';
import { ed25519TestKey, taprootTestKey } from './fixtures/keys.ts';

test('a taproot address is BIP-86 of the group key', () => {
  // BIP-86's first receiving address.
  const internal = 'cc8a4bc64d897bddc5fbc2f670f7a8ba0b386779106cf1223c6fc5d7cd6fc115';
  const output = 'a60869f0dbcf1dc659c9cecbaf8050135ea9e8cdc487053f1dc6880949dc684c';
  const context = {
    scheme: 'frost-secp256k1-tr',
    groupKey: Uint8Array.from(Buffer.from(`02${internal}`, 'hex')),
    publicKey: Uint8Array.from(Buffer.from(output, 'hex')),
  } as const;
  expect(addressOf(context)).toBe('bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr');
});

test('every network has its own prefix', () => {
  const { context } = taprootTestKey(6);
  const { address } = p2tr(context.groupKey.subarray(1));
  expect(addressOf(context, 'mainnet')).toBe(address);
  expect(addressOf(context, 'testnet')).toMatch(/^tb1p/);
  expect(addressOf(context, 'regtest')).toMatch(/^bcrt1p/);
});

test('a Solana address is the public key in base58, on every network', () => {
  const { context } = ed25519TestKey(1);
  expect(addressOf(context, 'testnet')).toBe(getAddressDecoder().decode(context.publicKey));
});

test('an address is never shown for a key whose two halves disagree', () => {
  const taproot = taprootTestKey(1).context;
  const other = taprootTestKey(6).context;
  expectRejection('inconsistent-key', () => addressOf({ ...taproot, publicKey: other.publicKey }));
  expectRejection('inconsistent-key', () => addressOf({ ...taproot, groupKey: taproot.groupKey.subarray(1) }));
  const solana = ed25519TestKey(1).context;
  expectRejection('inconsistent-key', () => addressOf({ ...solana, groupKey: ed25519TestKey(2).context.groupKey }));
});
