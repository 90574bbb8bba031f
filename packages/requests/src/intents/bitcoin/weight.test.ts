import { p2sh, p2wpkh } from '@scure/btc-signer/payment.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { pubECDSA } from '@scure/btc-signer/utils.js';
import { expect, test } from 'vitest';
import { taprootTestKey } from '../fixtures/keys.ts';
import { buildTx, FOREIGN_SECRET, foreign, ours, payee } from '../fixtures/psbts.ts';
import { bitcoinKey } from './bitcoinKey.ts';
import { parsePsbt } from './parsePsbt.ts';
import { estimatedVsize, smallestVsize } from './weight.ts';

const key = taprootTestKey(1);
const outputs = [{ script: payee.script, amount: 100_000n }];

function estimate(tx: Transaction): number | undefined {
  return estimatedVsize(parsePsbt(tx.toPSBT(), bitcoinKey(key.context)));
}

function signedSize(tx: Transaction): number {
  const signed = Transaction.fromPSBT(tx.toPSBT());
  signed.signIdx(key.secret, 0);
  if (signed.inputsLength > 1) signed.signIdx(FOREIGN_SECRET, 1);
  signed.finalize();
  return signed.vsize;
}

test('the estimated size is that of the finished transaction', () => {
  const alone = buildTx({ inputs: [ours(key, 200_000n)], outputs });
  expect(estimate(alone)).toBe(signedSize(alone));
  const joint = buildTx({ inputs: [ours(key, 200_000n), foreign(1000n)], outputs });
  // An ECDSA signature may be a byte shorter than the longest.
  expect((estimate(joint) ?? 0) - signedSize(joint)).toBeOneOf([0, 1]);
});

test('the size is unknown while a script is', () => {
  const script = p2sh(p2wpkh(pubECDSA(FOREIGN_SECRET))).script;
  const hidden = foreign(1000n, 9, { witnessUtxo: { amount: 1000n, script } });
  expect(estimate(buildTx({ inputs: [ours(key, 200_000n), hidden], outputs }))).toBeUndefined();
});

test('a witness that others claim makes nothing larger: fees would be bounded by what is never sent', () => {
  const script = Uint8Array.of(0, 32, ...new Uint8Array(32).fill(3));
  const hidden = foreign(1000n, 9, { witnessUtxo: { amount: 1000n, script } });
  const finalized = { ...hidden, finalScriptWitness: [new Uint8Array(50_000)] };
  const parsed = [hidden, finalized].map((input) =>
    parsePsbt(buildTx({ inputs: [ours(key, 200_000n), input], outputs }).toPSBT(), bitcoinKey(key.context)),
  );
  const [unsigned, claimed] = parsed.map(smallestVsize);
  expect(claimed).toBe(unsigned);
  expect(parsed.map(estimatedVsize)).toEqual([undefined, undefined]);
});
