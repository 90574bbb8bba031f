import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { RawOldTx } from '@scure/btc-signer/script.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { describe, expect, test } from 'vitest';
import { parsePsbt } from './parsePsbt.ts';
import { pubkeyHash, pubkeyHashSighash, verifyPubkeyHash } from './pubkeyHash.ts';

/** BIP-143, "Native P2WPKH": its second input. */
const NATIVE = {
  unsigned:
    '0100000002fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f0000000000eeffffffef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a0100000000ffffffff02202cb206000000001976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac9093510d000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac11000000',
  coins: [
    // A P2PK coin in the BIP, which the library does not take. BIP-143 signs nothing of other inputs but outpoint and sequence.
    { script: '0014000000000000000000000000000000000000dead', amount: 625_000_000n },
    { script: '00141d0f172a0ecb48aee1be1f2687d2963ae33f71a1', amount: 600_000_000n },
  ],
  redeemScript: undefined,
  index: 1,
  publicKey: '025476c2e83188368da1ff3e292e7acafcdb3566bb0ad253f62fc70f07aeee6357',
  sighash: 'c37af31116d1b27caf68aae9e3ac82f1477929014d5b917657d0eb49478cb670',
  signature:
    '304402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a0220573a954c4518331561406f90300e8f3358f51928d43c212a8caed02de67eebee01',
};

/** BIP-143, "P2SH-P2WPKH". */
const WRAPPED = {
  unsigned:
    '0100000001db6b1b20aa0fd7b23880be2ecbd4a98130974cf4748fb66092ac4d3ceb1a54770100000000feffffff02b8b4eb0b000000001976a914a457b684d7f0d539a46a45bbc043f35b59d0d96388ac0008af2f000000001976a914fd270b1ee6abcaea97fea7ad0402e8bd8ad6d77c88ac92040000',
  coins: [{ script: 'a9144733f37cf4db86fbc2efed2500b4f4e49f31202387', amount: 1_000_000_000n }],
  redeemScript: '001479091972186c449eb1ded22b78e40d009bdf0089',
  index: 0,
  publicKey: '03ad1d8e89212f0b92c74d23bb710c00662ad1470198ac48c43f7d6f93a2a26873',
  sighash: '64f3b0f4dd2bb3aa1ce8566d220cc74dda9df97d8490cc81d89d735c92e59fb6',
  signature:
    '3044022047ac8e878352d3ebbde1c94ce3a10d057c24175747116f8288e5d794d12d482f0220217f36a485cae903c713331d877c1f64677e3622ad4010726870540656fe9dcb01',
};

describe.each([
  ['native P2WPKH', NATIVE],
  ['P2SH-P2WPKH', WRAPPED],
])('the example of BIP-143 for %s', (_name, example) => {
  const psbt = parsePsbt(psbtOf(example), { outputs: [], commitsToAllAmounts: true });
  const coin = coinOf(example);
  const { index } = example;

  test('gives its sighash', () => {
    expect(bytesToHex(pubkeyHashSighash(psbt, index, coin, 1))).toBe(example.sighash);
  });

  test('has a signature that verifies, of this key, input and type alone', () => {
    const publicKey = hexToBytes(example.publicKey);
    const signature = hexToBytes(example.signature);
    expect(verifyPubkeyHash(psbt, index, coin, [publicKey, signature])).toBe(true);
    const otherType = Uint8Array.from([...signature.subarray(0, -1), 2]);
    expect(verifyPubkeyHash(psbt, index, coin, [publicKey, otherType])).toBe(false);
    const otherKey = hexToBytes((example === NATIVE ? WRAPPED : NATIVE).publicKey);
    expect(verifyPubkeyHash(psbt, index, coin, [otherKey, signature])).toBe(false);
    expect(verifyPubkeyHash(psbt, index, coin, [publicKey, new Uint8Array()])).toBe(false);
  });
});

test('a P2SH coin is known by a redeem script that hashes to it, and by no other', () => {
  const script = hexToBytes(WRAPPED.coins[0]?.script ?? '');
  expect(pubkeyHash(script, undefined)).toBeUndefined();
  expect(pubkeyHash(script, hexToBytes(NATIVE.coins[1]?.script ?? ''))).toBeUndefined();
  expect(pubkeyHash(script, Uint8Array.of(0x51))).toBeUndefined();
});

function coinOf({ coins, index, redeemScript }: typeof NATIVE | typeof WRAPPED) {
  const script = hexToBytes(coins[index]?.script ?? '');
  const coin = pubkeyHash(script, redeemScript === undefined ? undefined : hexToBytes(redeemScript));
  if (!coin) throw new Error('no coin of a public key hash');
  return coin;
}

function psbtOf({ unsigned, coins }: typeof NATIVE | typeof WRAPPED): Uint8Array {
  const { version, lockTime, inputs, outputs } = RawOldTx.decode(hexToBytes(unsigned));
  const tx = new Transaction({ version, lockTime, allowUnknownInputs: true });
  inputs.forEach(({ txid, index, sequence }, i) => {
    const [coin] = coins.slice(i);
    if (!coin) throw new Error('a coin for every input');
    tx.addInput({ txid, index, sequence, witnessUtxo: { script: hexToBytes(coin.script), amount: coin.amount } });
  });
  for (const output of outputs) tx.addOutput(output);
  return tx.toPSBT();
}
