import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bybitTransaction } from '@quorate/requests/testing';
import { SigHash, Transaction } from '@scure/btc-signer';
import { pubSchnorr } from '@scure/btc-signer/utils.js';
import { Transaction as EthereumTransaction } from 'micro-eth-signer';
import { expect, test } from 'vitest';
import { BYBIT } from './ecdsaActs.ts';
import { dressedUpDelegatecall, ethereumIntent, usdcTransfer } from './ethereumTransactions.ts';
import { paymentPsbt } from './paymentPsbt.ts';
import { segwitPsbt } from './segwitPsbt.ts';
import { solanaTransfer } from './solanaTransfer.ts';
import { verifyBitcoin } from './verifyBitcoin.ts';
import { verifyEthereum } from './verifyEthereum.ts';
import { verifySegwit } from './verifySegwit.ts';
import { verifySolana } from './verifySolana.ts';

const secret = secp256k1.utils.randomSecretKey();
const internalKey = pubSchnorr(secret);

function signedByOneKey(): Uint8Array {
  const { psbt } = paymentPsbt(internalKey, 3, randomBytes);
  const transaction = Transaction.fromPSBT(psbt);
  transaction.sign(secret);
  return transaction.toPSBT();
}

test('the payment is one that an ordinary taproot wallet can sign', () => {
  const verdict = verifyBitcoin(signedByOneKey(), internalKey);
  expect(verdict).toMatchObject({ valid: true, inputs: 3, txid: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test('a signature over anything else is not called valid', () => {
  const other = pubSchnorr(secp256k1.utils.randomSecretKey());
  expect(verifyBitcoin(signedByOneKey(), other).valid).toBe(false);
});

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signer = publicKey.export({ format: 'der', type: 'spki' }).subarray(12);
const transfer = solanaTransfer(signer, randomBytes(32), 1_500_000n, randomBytes);

test('the transfer is a transaction that Solana tools decode, and OpenSSL verifies its signature', () => {
  const signed = Uint8Array.from(transfer);
  signed.set(sign(null, signed.subarray(65), privateKey), 1);
  expect(verifySolana(signed, signer).valid).toBe(true);
  signed[signed.length - 1] = 1;
  expect(verifySolana(signed, signer).valid).toBe(false);
});

test('an unsigned transfer is not called valid', () => {
  expect(verifySolana(transfer, signer)).toEqual({ valid: false, id: '' });
});

const publicKeyOf = (key: Uint8Array) => secp256k1.getPublicKey(key);
const stranger = secp256k1.utils.randomSecretKey();

test('P2WPKH coins are ones that an ordinary wallet can sign for; a signature of another key is not called valid', () => {
  const transaction = Transaction.fromPSBT(segwitPsbt(publicKeyOf(secret), randomBytes));
  transaction.sign(secret, [SigHash.ALL]);
  const psbt = transaction.toPSBT();
  expect(verifySegwit(psbt, publicKeyOf(secret))).toMatchObject({ valid: true, inputs: 2 });
  expect(verifySegwit(psbt, publicKeyOf(stranger))).toMatchObject({ valid: false, raw: '' });
});

const call = usdcTransfer('0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf', 250_000_000n);

function signedCall(): string {
  const intent = ethereumIntent(call, 1n);
  if (intent.kind !== 'ethereum-transaction') throw new TypeError(intent.kind);
  const unsigned = EthereumTransaction.fromBytes(intent.value.transaction);
  return unsigned.signBy(secret).toHex();
}

test('a token transfer signed by one key is found to be that, and of nobody else', () => {
  const raw = signedCall();
  expect(verifyEthereum(raw, publicKeyOf(secret), call)).toMatchObject({ isFromKey: true, isAsked: true });
  expect(verifyEthereum(raw, publicKeyOf(stranger), call)).toMatchObject({ isFromKey: false });
  const more = usdcTransfer('0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf', 250_000_001n);
  expect(verifyEthereum(raw, publicKeyOf(secret), more)).toMatchObject({ isAsked: false });
});

test('the dressed-up delegatecall is the one of the theft from Bybit', () => {
  const { data } = dressedUpDelegatecall(BYBIT.safe, BYBIT.code, BYBIT.implementation);
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  expect(hex(bybitTransaction())).toContain(hex(data));
});
