import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { Transaction } from '@scure/btc-signer';
import { pubSchnorr } from '@scure/btc-signer/utils.js';
import { expect, test } from 'vitest';
import { paymentPsbt } from './paymentPsbt.ts';
import { solanaTransfer } from './solanaTransfer.ts';
import { verifyBitcoin } from './verifyBitcoin.ts';
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
