import { createHash, createPublicKey, verify } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { p2tr } from '@scure/btc-signer/payment.js';
import { RawOldTx } from '@scure/btc-signer/script.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { pubECDSA } from '@scure/btc-signer/utils.js';
import { describe, expect, test } from 'vitest';
import { ECDSA_TYPES, type EcdsaType, ecdsaCoin, ecdsaPayment, foreignCoin } from '../fixtures/ecdsaCoins.ts';
import { expectRejection } from '../fixtures/expectRejection.ts';
import { ecdsaTestKey } from '../fixtures/keys.ts';
import { buildTx, FOREIGN_SECRET, type PsbtParts, payee, psbtIntent } from '../fixtures/psbts.ts';
import type { BitcoinPsbt } from '../intent.ts';
import { bitcoinKey } from './bitcoinKey.ts';
import { parsePsbt } from './parsePsbt.ts';
import { preparePsbt } from './preparePsbt.ts';
import { estimatedVsize } from './weight.ts';

const key = ecdsaTestKey(7);
const { context } = key;
const outputs = [{ script: payee.script, amount: 49_000n }];

const coin = (type: EcdsaType, amount: bigint, index = 0, more = {}) => ecdsaCoin(context, type, amount, index, more);

function signAll(intent: BitcoinPsbt) {
  const prepared = preparePsbt(intent, context);
  return prepared.attach(prepared.messages.map((message) => key.sign(message)));
}

/** What @scure/btc-signer makes of the same PSBT with the whole secret key. */
function signedByLibrary(intent: BitcoinPsbt): Transaction {
  const theirs = Transaction.fromPSBT(intent.psbt);
  theirs.sign(key.secret);
  theirs.finalize();
  return theirs;
}

describe.each([0, 2] as const)('PSBT version %i', (version) => {
  test.each(ECDSA_TYPES)('a %s coin is spent by the very transaction that the library makes', (type) => {
    const intent = psbtIntent({ inputs: [coin(type, 50_000n)], outputs, version });
    const { missingSigners, finalized, bytes } = signAll(intent);
    expect(missingSigners).toEqual([]);
    const theirs = signedByLibrary(intent);
    expect(finalized).toMatchObject({ text: theirs.hex, txid: theirs.id });
    const again = Transaction.fromPSBT(bytes);
    again.finalize();
    expect(again.hex).toBe(theirs.hex);
  });

  test('coins of all forms are spent together, one message each, in order', () => {
    const inputs = ECDSA_TYPES.map((type, i) => coin(type, 50_000n, i));
    const intent = psbtIntent({ inputs, outputs: [{ script: payee.script, amount: 149_000n }], version });
    const prepared = preparePsbt(intent, context);
    expect(prepared.messages.length).toBe(3);
    expect(prepared.description.title).toContain('Pay 0.00149 BTC');
    expect(signAll(intent).finalized?.text).toBe(signedByLibrary(intent).hex);
  });
});

describe('what is signed is what OpenSSL verifies over an image built by hand', () => {
  const inputs = ECDSA_TYPES.map((type, i) => coin(type, 50_000n + BigInt(i), i, { sequence: 0xfffffff0 + i }));
  const intent = psbtIntent({
    inputs,
    outputs: [...outputs, { script: ecdsaPayment(context.publicKey, 'p2wpkh').script, amount: 99_000n }],
    lockTime: 800_000,
  });
  const tx = Transaction.fromPSBT(signAll(intent).bytes);
  const code = ecdsaPayment(context.publicKey, 'p2pkh').script;

  test.each([
    [0, () => segwitImage(0)],
    [1, () => segwitImage(1)],
    [2, () => legacyImage(2)],
  ])('input %i', (index, image) => {
    const [[publicKey, signature] = []] = tx.getInput(index).partialSig ?? [];
    if (!publicKey || !signature) throw new Error('no signature');
    expect(publicKey).toEqual(context.publicKey);
    expect(signature.at(-1)).toBe(1);
    // OpenSSL hashes once, Bitcoin twice.
    const once = createHash('sha256').update(image()).digest();
    expect(verify('sha256', once, openSslKey(publicKey), signature.subarray(0, -1))).toBe(true);
  });

  /** BIP-143, "Specification", field by field. */
  function segwitImage(index: number): Uint8Array {
    const { inputs: spent, outputs: paid } = RawOldTx.decode(tx.unsignedTx);
    const [input] = spent.slice(index);
    if (!input) throw new Error('no such input');
    const outpoint = (i: (typeof spent)[number]) => concatBytes(i.txid.toReversed(), le(i.index, 4));
    const pays = paid.map((o) => concatBytes(le(o.amount, 8), Uint8Array.of(o.script.length), o.script));
    return concatBytes(
      le(2, 4),
      twice(concatBytes(...spent.map(outpoint))),
      twice(concatBytes(...spent.map((i) => le(i.sequence, 4)))),
      outpoint(input),
      Uint8Array.of(code.length),
      code,
      le(50_000n + BigInt(index), 8),
      le(input.sequence, 4),
      twice(concatBytes(...pays)),
      le(800_000, 4),
      le(1, 4),
    );
  }

  /** The unsigned transaction has one zero byte where this input's script belongs. */
  function legacyImage(index: number): Uint8Array {
    const at = 4 + 1 + index * 41 + 36;
    const unsigned = tx.unsignedTx;
    expect(unsigned[at]).toBe(0);
    return concatBytes(unsigned.subarray(0, at), Uint8Array.of(code.length), code, unsigned.subarray(at + 1), le(1, 4));
  }
});

test('a P2SH coin is finalized without a redeem script in the PSBT: it follows from the key', () => {
  const whole = coin('p2sh-p2wpkh', 50_000n);
  const { redeemScript, ...bare } = whole;
  const complete = psbtIntent({ inputs: [whole], outputs });
  const { bytes, finalized } = signAll(psbtIntent({ inputs: [bare], outputs }));
  expect(Transaction.fromPSBT(bytes).getInput(0).redeemScript).toEqual(redeemScript);
  expect(finalized?.text).toBe(signedByLibrary(complete).hex);
});

test('a PSBT gets one partial signature: DER with a low s, type ALL, of the compressed key', () => {
  const tx = Transaction.fromPSBT(signAll(psbtIntent({ inputs: [coin('p2wpkh', 50_000n)], outputs })).bytes);
  const { partialSig = [] } = tx.getInput(0);
  expect(partialSig.map(([publicKey]) => publicKey)).toEqual([context.publicKey]);
  const [[, signature = new Uint8Array()] = []] = partialSig;
  expect(signature.at(-1)).toBe(1);
  expect(secp256k1.Signature.fromBytes(signature.subarray(0, -1), 'der').hasHighS()).toBe(false);
});

test('outputs to any address of the key are change, those of its taproot twin are payments', () => {
  const change = ECDSA_TYPES.map((type) => ({ script: ecdsaPayment(context.publicKey, type).script, amount: 10_000n }));
  const twin = { script: p2tr(context.publicKey.subarray(1)).script, amount: 5_000n };
  const intent = psbtIntent({ inputs: [coin('p2wpkh', 50_000n)], outputs: [...change, twin] });
  const { lines, title } = preparePsbt(intent, context).description;
  expect(lines).toContainEqual({ label: 'Returns to this key', value: '0.0003 BTC (30000 sat) (change)' });
  expect(lines).toContainEqual({ label: 'Fee', value: expect.stringMatching(/^0.00015 BTC/) });
  expect(title).toMatch(/^Pay 0.00005 BTC \(5000 sat\) to bc1p/);
});

test('any change of amount, payee, coin, sequence, lock time or version changes every message', () => {
  const inputs = ECDSA_TYPES.map((type, i) => coin(type, 50_000n, i));
  const changed = (type: EcdsaType, more: object) => [coin(type, 50_000n, 0, more), ...inputs.slice(1)];
  const base: PsbtParts = { inputs, outputs };
  const variants: PsbtParts[] = [
    base,
    { ...base, outputs: [{ script: payee.script, amount: 49_001n }] },
    { ...base, outputs: [{ script: ecdsaPayment(context.publicKey, 'p2pkh').script, amount: 49_000n }] },
    { ...base, outputs: [...outputs, { script: payee.script, amount: 1n }] },
    { ...base, inputs: [coin('p2wpkh', 50_001n, 0), ...inputs.slice(1)] },
    { ...base, inputs: changed('p2wpkh', { sequence: 1 }) },
    { ...base, lockTime: 1 },
    { ...base, txVersion: 1 },
  ];
  const messages = variants.flatMap((parts) => preparePsbt(psbtIntent(parts), context).messages);
  expect(new Set(messages.map((message) => Buffer.from(message).toString('hex'))).size).toBe(3 * variants.length);
});

test.each(ECDSA_TYPES)('a %s input that is signed already, finalized or not, is not signed again', (type) => {
  const [first, second] = [coin(type, 50_000n, 0), coin(type, 60_000n, 1)];
  const tx = Transaction.fromPSBT(psbtIntent({ inputs: [first, second], outputs }).psbt);
  tx.signIdx(key.secret, 0);
  const half = { psbt: tx.toPSBT(), network: 'mainnet' } as const;
  expect(preparePsbt(half, context).messages.length).toBe(1);
  const complete = signAll(half).finalized?.text;
  tx.finalizeIdx(0);
  const halfFinal = { psbt: tx.toPSBT(), network: 'mainnet' } as const;
  expect(preparePsbt(halfFinal, context).messages.length).toBe(1);
  expect(signAll(halfFinal).finalized?.text).toBe(complete);
  tx.signIdx(key.secret, 1);
  expectRejection('nothing-to-sign', () => preparePsbt({ ...half, psbt: tx.toPSBT() }, context));
  tx.finalizeIdx(1);
  expect(tx.hex).toBe(complete);
  expectRejection('nothing-to-sign', () => preparePsbt({ ...half, psbt: tx.toPSBT() }, context));
});

test.each(ECDSA_TYPES)('the estimated size with a %s input is that of the finished transaction', (type) => {
  const intent = psbtIntent({ inputs: [coin(type, 50_000n)], outputs });
  const estimate = estimatedVsize(parsePsbt(intent.psbt, bitcoinKey(context))) ?? 0;
  // A DER signature may be a byte shorter than the longest.
  expect(estimate - signedByLibrary(intent).vsize).toBeOneOf([0, 1]);
});

test('a size is exact for inputs with and without a witness together', () => {
  const inputs = ECDSA_TYPES.map((type, i) => coin(type, 50_000n, i));
  const intent = psbtIntent({ inputs, outputs });
  const estimate = estimatedVsize(parsePsbt(intent.psbt, bitcoinKey(context))) ?? 0;
  expect(estimate - signedByLibrary(intent).vsize).toBeOneOf([0, 1, 2]);
});

describe('coins of others', () => {
  const total = [{ script: payee.script, amount: 79_000n }];

  test.each(ECDSA_TYPES)('a %s signature that is there is kept and completes the transaction', (type) => {
    const tx = buildTx({ inputs: [foreignCoin(type, 30_000n), coin('p2wpkh', 50_000n)], outputs: total });
    const alone = signAll({ psbt: tx.toPSBT(), network: 'mainnet' });
    expect(alone.missingSigners).toEqual([expect.stringMatching(/^input 0 of .*0\.0003 BTC/)]);
    expect(alone.finalized).toBeUndefined();
    tx.signIdx(FOREIGN_SECRET, 0);
    expect(signAll({ psbt: tx.toPSBT(), network: 'mainnet' }).finalized?.txid).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(ECDSA_TYPES)('a false %s signature is refused', (type) => {
    const der = secp256k1.sign(new Uint8Array(32), FOREIGN_SECRET, { prehash: false, format: 'der' });
    const partialSig: [Uint8Array, Uint8Array][] = [[pubECDSA(FOREIGN_SECRET), Uint8Array.from([...der, 1])]];
    const inputs = [foreignCoin(type, 30_000n, { partialSig }), coin('p2wpkh', 50_000n)];
    expectRejection('bad-signature', () => preparePsbt(psbtIntent({ inputs, outputs: total }), context));
  });
});

function le(value: number | bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
}

function twice(bytes: Uint8Array): Uint8Array {
  return sha256(sha256(bytes));
}

function openSslKey(publicKey: Uint8Array) {
  const point = secp256k1.Point.fromBytes(publicKey).toBytes(false);
  const coordinate = (at: number) => Buffer.from(point.subarray(at, at + 32)).toString('base64url');
  return createPublicKey({ key: { kty: 'EC', crv: 'secp256k1', x: coordinate(1), y: coordinate(33) }, format: 'jwk' });
}
