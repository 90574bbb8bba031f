import { secp256k1 } from '@noble/curves/secp256k1.js';
import { addressOf, type Intent, keyContextAt, prepareIntent } from '@quorate/requests';
import { type Assignment, partyIndex } from '@quorate/tss-core';
import { anyResult, certificateOf, ecdsaKey, simulateInteractive } from '@quorate/tss-core/testing';
import { p2pkh, p2sh, p2wpkh } from '@scure/btc-signer/payment.js';
import { RawOldTx, Script } from '@scure/btc-signer/script.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { sha256x2 } from '@scure/btc-signer/utils.js';
import { expect, test } from 'vitest';

/*
 * A PSBT signed by 2 of 3 parties with a share each, for coins of a child of their key, and checked by libraries that
 * know nothing of threshold ECDSA.
 */

const PATH = [0, 7];
const assignment: Assignment = [[partyIndex(1), partyIndex(3)]];
const key = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]]);
const context = keyContextAt(certificateOf(key.keygen).statement, PATH);
const code = p2pkh(context.publicKey).script;
const payments = [p2wpkh(context.publicKey), p2sh(p2wpkh(context.publicKey)), p2pkh(context.publicKey)];
const amounts = [100_000n, 100_001n, 100_002n];

test('two of three spend P2WPKH, P2SH-P2WPKH and P2PKH coins of a child key in one transaction', () => {
  expect(addressOf(context, { chain: 'bitcoin' })).toBe(payments[0]?.address);
  const psbt = paymentPsbt();
  const intent: Intent = { kind: 'bitcoin-psbt', value: { psbt: psbt.toPSBT(), network: 'mainnet' } };
  const { messages, attach } = prepareIntent(intent, context);
  const { finalized, bytes } = attach(messages.map((message, i) => signed(message, `coin ${i}`)));

  const theirs = Transaction.fromPSBT(bytes);
  theirs.finalize();
  expect(finalized).toMatchObject({ text: theirs.hex, txid: theirs.id });
  const digests = [
    psbt.preimageWitnessV0(0, code, 1, 100_000n),
    psbt.preimageWitnessV0(1, code, 1, 100_001n),
    legacyDigest(psbt.unsignedTx),
  ];
  digests.forEach((digest, i) => {
    const [signature = new Uint8Array(), publicKey = new Uint8Array()] = scriptPushes(theirs, i);
    expect(publicKey).toEqual(context.publicKey);
    const der = signature.subarray(0, -1);
    expect(secp256k1.verify(der, digest, publicKey, { prehash: false, format: 'der' })).toBe(true);
  });
});

/** Spends one coin of each form; all three were made by one transaction. */
function paymentPsbt(): Transaction {
  const previous = new Transaction();
  previous.addInput({ txid: new Uint8Array(32).fill(1), index: 0 });
  const outputs = payments.map(({ script }, i) => ({ script, amount: amounts[i] ?? 0n }));
  for (const output of outputs) previous.addOutput(output);
  const spending = new Transaction();
  payments.forEach((_, index) => {
    spending.addInput({ txid: previous.id, index, nonWitnessUtxo: previous.unsignedTx });
  });
  spending.updateInput(1, { redeemScript: p2wpkh(context.publicKey).script });
  spending.addOutput({ script: p2wpkh(new Uint8Array(33).fill(2)).script, amount: 290_000n });
  return spending;
}

function signed(message: Uint8Array, seed: string): Uint8Array {
  return anyResult(simulateInteractive(key, assignment, message, seed, { path: PATH }).outcomes);
}

/** The transaction with the spent script in place of input 2's, and the sighash type. */
function legacyDigest(unsigned: Uint8Array): Uint8Array {
  const tx = RawOldTx.decode(unsigned);
  const inputs = tx.inputs.map((input, i) => (i === 2 ? { ...input, finalScriptSig: code } : input));
  return sha256x2(RawOldTx.encode({ ...tx, inputs }), Uint8Array.of(1, 0, 0, 0));
}

/** Signature and public key, wherever the form of coin has them. */
function scriptPushes(tx: Transaction, index: number): Uint8Array[] {
  const { finalScriptWitness, finalScriptSig = new Uint8Array() } = tx.getInput(index);
  return finalScriptWitness ?? Script.decode(finalScriptSig).filter((item) => item instanceof Uint8Array);
}
