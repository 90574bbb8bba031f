import { p256 } from '@noble/curves/nist.js';
import { p2tr } from '@scure/btc-signer/payment.js';
import { getAddressDecoder } from '@solana/kit';
import { expect, test } from 'vitest';
import { addressOf } from './address.ts';
import { expectRejection } from './fixtures/expectRejection.ts';
import { ecdsaTestKey, ed25519TestKey, taprootTestKey } from './fixtures/keys.ts';

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
  expect(addressOf(context, { network: 'mainnet' })).toBe(address);
  expect(addressOf(context, { network: 'testnet' })).toMatch(/^tb1p/);
  expect(addressOf(context, { network: 'regtest' })).toMatch(/^bcrt1p/);
});

test('an ECDSA key is paid at its BIP-84 address, or its BIP-49 or BIP-44 address where asked', () => {
  // The first receiving addresses of the test vectors of BIP-84 (mainnet) and BIP-49 (testnet).
  const bip84 = ecdsaContext('0330d54fd0dd420a6e5f8d3624f5f3482cae350f79d5f0753bf5beef9c2d91af3c');
  expect(addressOf(bip84, { chain: 'bitcoin' })).toBe('bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu');
  const bip49 = ecdsaContext('03a1af804ac108a8a51782198c2d034b28bf90c8803f5a53f76276fa69a4eae77f');
  const wrapped = { chain: 'bitcoin', network: 'testnet', type: 'p2sh-p2wpkh' } as const;
  expect(addressOf(bip49, wrapped)).toBe('2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2');
  // The generator: the best known P2PKH address of all.
  const { context } = ecdsaTestKey(1);
  expect(addressOf(context, { chain: 'bitcoin', type: 'p2pkh' })).toBe('1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH');
  expect(addressOf(context, { chain: 'bitcoin', type: 'p2pkh', network: 'regtest' })).toMatch(/^[mn]/);
});

test('no address is shown that the key cannot spend from', () => {
  const { context: ecdsa } = ecdsaTestKey(1);
  const { context: taproot } = taprootTestKey(1);
  const { context: solana } = ed25519TestKey(1);
  expectRejection('wrong-address-type', () => addressOf(ecdsa, { chain: 'bitcoin', type: 'p2tr' }));
  expectRejection('wrong-address-type', () => addressOf(taproot, { type: 'p2wpkh' }));
  expectRejection('wrong-address-type', () => addressOf(solana, { type: 'p2pkh' }));
  expectRejection('wrong-address-type', () => addressOf(ecdsa, { chain: 'ethereum', type: 'p2wpkh' }));
  expectRejection('wrong-chain', () => addressOf(ecdsa, { chain: 'solana' }));
  expectRejection('wrong-chain', () => addressOf(solana, { chain: 'bitcoin' }));
  expectRejection('no-address', () => addressOf(ecdsaTestKey(1, p256).context, { chain: 'ethereum' }));
});

test('a Solana address is the public key in base58, on every network', () => {
  const { context } = ed25519TestKey(1);
  expect(addressOf(context, { network: 'testnet' })).toBe(getAddressDecoder().decode(context.publicKey));
});

test('an Ethereum address has the checksum of EIP-55', () => {
  // The generator's.
  const address = '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf';
  expect(addressOf(ecdsaTestKey(1).context, { chain: 'ethereum' })).toBe(address);
});

test('an address is never shown for a key whose two halves disagree', () => {
  const taproot = taprootTestKey(1).context;
  const other = taprootTestKey(6).context;
  expectRejection('inconsistent-key', () => addressOf({ ...taproot, publicKey: other.publicKey }));
  expectRejection('inconsistent-key', () => addressOf({ ...taproot, groupKey: taproot.groupKey.subarray(1) }));
  const ecdsa = ecdsaTestKey(1).context;
  const foreign = { ...ecdsa, publicKey: ecdsaTestKey(2).context.publicKey };
  expectRejection('inconsistent-key', () => addressOf(foreign, { chain: 'bitcoin' }));
  const short = { groupKey: ecdsa.groupKey.subarray(1), publicKey: ecdsa.groupKey.subarray(1) };
  expectRejection('inconsistent-key', () => addressOf({ ...ecdsa, ...short }, { chain: 'bitcoin' }));
  const solana = ed25519TestKey(1).context;
  expectRejection('inconsistent-key', () => addressOf({ ...solana, groupKey: ed25519TestKey(2).context.groupKey }));
  expectRejection('inconsistent-key', () => addressOf(foreign, { chain: 'ethereum' }));
});

function ecdsaContext(publicKey: string) {
  const groupKey = Uint8Array.from(Buffer.from(publicKey, 'hex'));
  return { scheme: 'ecdsa-secp256k1', groupKey, publicKey: groupKey } as const;
}
