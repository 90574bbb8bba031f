import { secp256k1 } from '@noble/curves/secp256k1.js';
import { equalBytes } from '@quorate/tss-core';
import { p2pkh, p2tr } from '@scure/btc-signer/payment.js';
import { RawPSBTV0 } from '@scure/btc-signer/psbt.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { signSchnorr, taprootTweakPrivKey } from '@scure/btc-signer/utils.js';
import { describe, expect, test } from 'vitest';
import { foreignCoin } from '../fixtures/ecdsaCoins.ts';
import { expectRejection } from '../fixtures/expectRejection.ts';
import { ed25519TestKey, taprootTestKey } from '../fixtures/keys.ts';
import {
  buildTx,
  FOREIGN_SECRET,
  foreign,
  ourScript,
  ours,
  PAYEE,
  payee,
  psbtIntent,
  simplePayment,
} from '../fixtures/psbts.ts';
import type { BitcoinPsbt } from '../intent.ts';
import { bitcoinKey } from './bitcoinKey.ts';
import { parsePsbt } from './parsePsbt.ts';
import { preparePsbt } from './preparePsbt.ts';

// Internal keys of even and odd y.
const keys = [taprootTestKey(1), taprootTestKey(6)];
const [key = taprootTestKey(1)] = keys;

const KEEP = { unknown: 'ignore', proprietary: 'ignore', allowMissingTxModifiable: false } as const;

function signAll(intent: BitcoinPsbt, by = key) {
  const prepared = preparePsbt(intent, by.context);
  return prepared.attach(prepared.messages.map((message) => by.sign(message)));
}

test('the internal keys of the tests have both parities', () => {
  expect(new Set(keys.map(({ context }) => context.groupKey[0]))).toEqual(new Set([2, 3]));
});

describe.each([0, 2] as const)('PSBT version %i', (version) => {
  test.each(keys)('one input is signed, finalized and accepted by the library (%#)', (by) => {
    const intent = simplePayment(by, version);
    const { bytes, text, missingSigners, finalized } = signAll(intent, by);
    expect(missingSigners).toEqual([]);
    const tx = Transaction.fromPSBT(bytes);
    tx.finalize();
    expect(finalized?.text).toBe(tx.hex);
    expect(finalized?.txid).toBe(tx.id);
    expect(Buffer.from(text, 'base64')).toEqual(Buffer.from(bytes));
  });

  test('our signature is the one the library makes from the whole secret key', () => {
    const intent = simplePayment(key, version);
    const theirs = Transaction.fromPSBT(intent.psbt);
    theirs.sign(key.secret, undefined, new Uint8Array(32));
    theirs.finalize();
    expect(signAll(intent).finalized?.text).toBe(theirs.hex);
  });

  test('several inputs give several messages, in order', () => {
    const intent = psbtIntent({
      inputs: [ours(key, 50_000n, 0), ours(key, 60_000n, 1), ours(key, 70_000n, 2)],
      outputs: [{ script: payee.script, amount: 179_000n }],
      version,
    });
    const prepared = preparePsbt(intent, key.context);
    expect(new Set(prepared.messages.map((m) => Buffer.from(m).toString('hex'))).size).toBe(3);
    const signatures = prepared.messages.map((message) => key.sign(message));
    expect(prepared.attach(signatures).finalized?.txid).toMatch(/^[0-9a-f]{64}$/);
    expectRejection('bad-signature', () => prepared.attach(signatures.toReversed()));
  });

  test('the PSBT keeps its version and the fields we do not know', () => {
    const tx = buildTx({
      inputs: [ours(key, 100_000n, 0, { unknown: [[{ type: 0x77, key: Uint8Array.of(1) }, Uint8Array.of(2)]] })],
      outputs: [{ script: payee.script, amount: 99_000n }],
      version,
    });
    const { bytes } = signAll({ psbt: tx.toPSBT(version), network: 'mainnet' });
    const after = Transaction.fromPSBT(bytes, KEEP);
    expect(after.opts.PSBTVersion).toBe(version);
    expect(after.getInput(0).unknown).toEqual([[{ type: 0x77, key: Uint8Array.of(1) }, Uint8Array.of(2)]]);
    expect(after.unsignedTx).toEqual(tx.unsignedTx);
  });

  test('a foreign input stays unsigned and its owner is listed as missing', () => {
    const intent = psbtIntent({
      inputs: [ours(key, 50_000n), foreign(30_000n)],
      outputs: [{ script: payee.script, amount: 79_000n }],
      version,
    });
    const artefact = signAll(intent);
    expect(artefact.finalized).toBeUndefined();
    expect(artefact.missingSigners).toEqual([expect.stringMatching(/^input 1 of bc1q.*0\.0003 BTC/)]);
    const tx = Transaction.fromPSBT(artefact.bytes);
    tx.signIdx(FOREIGN_SECRET, 1);
    tx.finalize();
    expect(tx.isFinal).toBe(true);
  });

  test('a foreign signature that is there already is kept and completes the transaction', () => {
    const tx = buildTx({
      inputs: [foreign(30_000n), ours(key, 50_000n)],
      outputs: [{ script: payee.script, amount: 79_000n }],
      version,
    });
    tx.signIdx(FOREIGN_SECRET, 0);
    const artefact = signAll({ psbt: tx.toPSBT(version), network: 'mainnet' });
    expect(artefact.missingSigners).toEqual([]);
    expect(artefact.finalized?.txid).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('what an old coin of somebody else is said to be without its transaction is under our signature: a lie makes that worthless', () => {
  const outputs = [{ script: payee.script, amount: 79_000n }];
  const coin = foreignCoin('p2pkh', 30_000n);
  const whole = buildTx({ inputs: [coin, ours(key, 50_000n)], outputs });
  whole.signIdx(FOREIGN_SECRET, 0);
  const { partialSig = [] } = whole.getInput(0);
  const [{ script } = { script: payee.script }] = partialSig.map(([publicKey]) => p2pkh(publicKey));
  const saying = (amount: bigint) => {
    const { nonWitnessUtxo, ...bare } = coin;
    return psbtIntent({
      inputs: [{ ...bare, witnessUtxo: { script, amount }, partialSig }, ours(key, 50_000n)],
      outputs,
    });
  };
  expect(signAll(saying(30_000n)).finalized?.txid).toBe(
    signAll({ psbt: whole.toPSBT(0), network: 'mainnet' }).finalized?.txid,
  );
  const [truth, lie] = [30_000n, 31_000n].map((amount) => preparePsbt(saying(amount), key.context));
  expect(lie?.messages).not.toEqual(truth?.messages);
});

test('a PSBT v2 says after signing that inputs and outputs may no longer be added', () => {
  const { bytes } = signAll(simplePayment(key, 2));
  const tx = Transaction.fromPSBT(bytes, { allowMissingTxModifiable: false });
  expect(() => tx.addOutput({ script: payee.script, amount: 1n }, true)).toThrow(/not modifiable/);
});

test('sighash type ALL appends its byte to the signature', () => {
  const intent = psbtIntent({
    inputs: [ours(key, 100_000n, 0, { sighashType: 1 })],
    outputs: [{ script: payee.script, amount: 99_000n }],
  });
  const { bytes, finalized } = signAll(intent);
  const signature = Transaction.fromPSBT(bytes).getInput(0).tapKeySig;
  expect(signature?.length).toBe(65);
  expect(signature?.[64]).toBe(1);
  expect(finalized).toBeDefined();
});

test.each([2, 3, 0x81, 0x82, 0x83, 0x80, 0x100])('sighash type %i is refused', (sighashType) => {
  const intent = psbtIntent({
    inputs: [ours(key, 100_000n, 0, { sighashType })],
    outputs: [{ script: payee.script, amount: 99_000n }],
  });
  expectRejection('unsupported-sighash', () => preparePsbt(intent, key.context));
});

test('an input signed before is not signed again', () => {
  const intent = psbtIntent({
    inputs: [ours(key, 50_000n, 0), ours(key, 60_000n, 1)],
    outputs: [{ script: payee.script, amount: 109_000n }],
  });
  const tx = Transaction.fromPSBT(intent.psbt);
  tx.signIdx(key.secret, 0);
  const half = { ...intent, psbt: tx.toPSBT() };
  const prepared = preparePsbt(half, key.context);
  expect(prepared.messages.length).toBe(1);
  expect(signAll(half).finalized).toBeDefined();
  tx.signIdx(key.secret, 1);
  expectRejection('nothing-to-sign', () => preparePsbt({ ...intent, psbt: tx.toPSBT() }, key.context));
  tx.finalize();
  expectRejection('nothing-to-sign', () => preparePsbt({ ...intent, psbt: tx.toPSBT() }, key.context));
});

test('a wrong signature of ours in the PSBT is refused', () => {
  const intent = psbtIntent({
    inputs: [ours(key, 50_000n, 0, { tapKeySig: new Uint8Array(64).fill(1) }), ours(key, 60_000n, 1)],
    outputs: [{ script: payee.script, amount: 109_000n }],
  });
  expectRejection('bad-signature', () => preparePsbt(intent, key.context));
});

test('a wrong signature of somebody else is refused', () => {
  const stranger = taprootTestKey(9);
  const outputs = [{ script: payee.script, amount: 79_000n }];
  const wrongSchnorr = ours(stranger, 30_000n, 3, { tapKeySig: new Uint8Array(64).fill(1) });
  const schnorrIntent = psbtIntent({ inputs: [ours(key, 50_000n), wrongSchnorr], outputs });
  expectRejection('bad-signature', () => preparePsbt(schnorrIntent, key.context));
  const der = secp256k1.sign(new Uint8Array(32), FOREIGN_SECRET, { prehash: false, format: 'der' });
  const signature = Uint8Array.from([...der, 1]);
  const wrongEcdsa = foreign(30_000n, 9, { partialSig: [[secp256k1.getPublicKey(FOREIGN_SECRET, true), signature]] });
  const ecdsaIntent = psbtIntent({ inputs: [ours(key, 50_000n), wrongEcdsa], outputs });
  expectRejection('bad-signature', () => preparePsbt(ecdsaIntent, key.context));
});

test('a PSBT without an input of ours is refused', () => {
  const intent = psbtIntent({ inputs: [foreign(30_000n)], outputs: [{ script: payee.script, amount: 29_000n }] });
  expectRejection('nothing-to-sign', () => preparePsbt(intent, key.context));
  expectRejection('nothing-to-sign', () => preparePsbt(simplePayment(keys[1] ?? key), key.context));
});

test('the bare group key is not an output key: a coin paid to it is not ours', () => {
  const script = Uint8Array.from([0x51, 0x20, ...key.context.groupKey.subarray(1)]);
  const intent = psbtIntent({
    inputs: [{ txid: new Uint8Array(32).fill(1), index: 0, witnessUtxo: { amount: 100_000n, script } }],
    outputs: [{ script: payee.script, amount: 99_000n }],
  });
  expectRejection('nothing-to-sign', () => preparePsbt(intent, key.context));
});

test('a taproot script tree on our input is refused', () => {
  const leaf = p2tr(key.context.groupKey.subarray(1), { script: Uint8Array.of(0x51) }, undefined, true);
  const inputs = [
    ours(key, 100_000n, 0, { tapMerkleRoot: new Uint8Array(32).fill(1) }),
    ours(key, 100_000n, 0, { tapInternalKey: taprootTestKey(3).context.groupKey.subarray(1) }),
    ours(key, 100_000n, 0, { tapLeafScript: leaf.tapLeafScript ?? [] }),
  ];
  for (const input of inputs) {
    const intent = psbtIntent({ inputs: [input], outputs: [{ script: payee.script, amount: 99_000n }] });
    expectRejection('unsupported-input', () => preparePsbt(intent, key.context));
  }
});

test('every input must say what it spends, foreign ones too', () => {
  for (const silent of [ours(key, 100_000n), foreign(100_000n)]) {
    const input = { ...silent };
    delete input.witnessUtxo;
    delete input.tapInternalKey;
    const inputs = [ours(key, 100_000n, 4), { ...input, txid: new Uint8Array(32).fill(8), index: 8 }];
    const intent = psbtIntent({ inputs, outputs: [{ script: payee.script, amount: 99_000n }] });
    expectRejection('missing-utxo', () => preparePsbt(intent, key.context));
  }
});

test('a previous transaction must be the one that is spent', () => {
  const previous = buildTx({ inputs: [foreign(200_000n)], outputs: [{ script: ourScript(key), amount: 100_000n }] });
  const nonWitnessUtxo = previous.unsignedTx;
  const outputs = [{ script: payee.script, amount: 99_000n }];
  const good = {
    txid: previous.id,
    index: 0,
    nonWitnessUtxo,
    witnessUtxo: { amount: 100_000n, script: ourScript(key) },
  };
  const intent = psbtIntent({ inputs: [good], outputs });
  expect(signAll(intent).finalized).toBeDefined();
  const alone = psbtIntent({ inputs: [{ txid: previous.id, index: 0, nonWitnessUtxo }], outputs });
  expect(signAll(alone).finalized).toBeDefined();
  // Swap the previous transaction in the bytes for one that says more than the witness utxo does.
  const richer = buildTx({ inputs: [foreign(200_000n)], outputs: [{ script: ourScript(key), amount: 100_001n }] });
  const swapped = replaceBytes(intent.psbt, nonWitnessUtxo, richer.unsignedTx);
  expectRejection('utxo-mismatch', () => preparePsbt({ ...intent, psbt: swapped }, key.context));
  const lying = replaceBytes(
    intent.psbt,
    amountBytes(100_000n, ourScript(key)),
    amountBytes(90_000n, ourScript(key)),
    1,
  );
  expectRejection('utxo-mismatch', () => preparePsbt({ ...intent, psbt: lying }, key.context));
});

test.each([0, 2] as const)(
  'the library is shown no previous transaction, and all of them go back to the desk (version %i)',
  (version) => {
    const previous = buildTx({ inputs: [foreign(200_000n)], outputs: [{ script: ourScript(key), amount: 100_000n }] });
    const input = { txid: previous.id, index: 0, nonWitnessUtxo: previous.unsignedTx };
    const intent = psbtIntent({ inputs: [input], outputs: [{ script: payee.script, amount: 99_000n }], version });
    const { tx } = parsePsbt(intent.psbt, bitcoinKey(key.context));
    expect(tx.getInput(0)).toMatchObject({ witnessUtxo: { amount: 100_000n } });
    expect(tx.getInput(0).nonWitnessUtxo).toBeUndefined();
    const signed = Transaction.fromPSBT(signAll(intent).bytes, KEEP).getInput(0);
    expect(signed.witnessUtxo).toBeUndefined();
    expect(signed.nonWitnessUtxo?.outputs).toHaveLength(1);
  },
);

test('an output that the previous transaction does not have is not spent', () => {
  const previous = buildTx({ inputs: [foreign(200_000n)], outputs: [{ script: ourScript(key), amount: 100_000n }] });
  const input = { txid: previous.id, index: 0, nonWitnessUtxo: previous.unsignedTx };
  const maps = RawPSBTV0.decode(psbtIntent({ inputs: [input], outputs: [{ script: payee.script, amount: 9n }] }).psbt);
  const { unsignedTx } = maps.global;
  if (!unsignedTx) throw new Error('version 0');
  const inputs = [{ ...unsignedTx.inputs[0], index: 1 }];
  const psbt = RawPSBTV0.encode({ ...maps, global: { ...maps.global, unsignedTx: { ...unsignedTx, inputs } } });
  expectRejection('utxo-mismatch', () => preparePsbt({ psbt, network: 'mainnet' }, key.context));
});

test('what is paid out cannot exceed what is spent, nor all bitcoin', () => {
  const more = psbtIntent({ inputs: [ours(key, 1000n)], outputs: [{ script: payee.script, amount: 1001n }] });
  expectRejection('outputs-exceed-inputs', () => preparePsbt(more, key.context));
  const inflated = psbtIntent({
    inputs: [ours(key, 2_100_000_000_000_001n)],
    outputs: [{ script: payee.script, amount: 1000n }],
  });
  expectRejection('impossible-amount', () => preparePsbt(inflated, key.context));
});

test('a coin spent twice is refused', () => {
  const inputs = [ours(key, 1000n), ours(key, 1000n)];
  const intent = psbtIntent({ inputs, outputs: [{ script: payee.script, amount: 1500n }] });
  expectRejection('duplicate-input', () => preparePsbt(intent, key.context));
});

test('an output of no standard form is refused', () => {
  const scripts = ['51', '5220'.padEnd(68, '1'), '5120'.padEnd(68, 'f'), '0014', '6376a914', '76a9'].map((hex) =>
    Uint8Array.from(Buffer.from(hex, 'hex')),
  );
  for (const script of scripts) {
    const intent = psbtIntent({ inputs: [ours(key, 100_000n)], outputs: [{ script, amount: 99_000n }] });
    expectRejection('unsupported-output', () => preparePsbt(intent, key.context));
  }
});

test('a BIP-322 message dressed as a PSBT is refused', () => {
  const intent = psbtIntent({
    inputs: [ours(key, 0n, 0, { sequence: 0 })],
    outputs: [{ script: Uint8Array.of(0x6a), amount: 0n }],
    txVersion: 0,
  });
  expectRejection('disguised-message', () => preparePsbt(intent, key.context));
});

test('an Ed25519 key does not sign PSBTs', () => {
  const rejection = expectRejection('wrong-scheme', () => preparePsbt(simplePayment(key), ed25519TestKey(1).context));
  expect(rejection.hint).toContain('frost-secp256k1-tr');
});

test('a key whose output key is not BIP-86 of its group key is refused', () => {
  const context = { ...key.context, publicKey: key.context.groupKey.subarray(1) };
  expectRejection('inconsistent-key', () => preparePsbt(simplePayment(key), context));
});

test('signatures are checked before they are attached', () => {
  const prepared = preparePsbt(simplePayment(key), key.context);
  const [message = new Uint8Array(32)] = prepared.messages;
  expectRejection('bad-signature', () => prepared.attach([]));
  expectRejection('bad-signature', () => prepared.attach([new Uint8Array(64)]));
  expectRejection('bad-signature', () => prepared.attach([new Uint8Array(63)]));
  expectRejection('bad-signature', () => prepared.attach([signSchnorr(message, key.secret)]));
  const tweaked = signSchnorr(message, taprootTweakPrivKey(key.secret));
  expect(prepared.attach([tweaked]).finalized).toBeDefined();
});

test('too many inputs or outputs are refused before any work is done', () => {
  const inputs = Array.from({ length: 257 }, (_, i) => ours(key, 1000n, i, { txid: new Uint8Array(32).fill(7) }));
  const intent = psbtIntent({ inputs, outputs: [{ script: payee.script, amount: 1000n }] });
  expectRejection('too-large', () => preparePsbt(intent, key.context));
});

test('any change of amount, payee, coin, sequence or lock time changes every message', () => {
  const base = {
    inputs: [ours(key, 50_000n), ours(key, 60_000n, 1)],
    outputs: [{ script: payee.script, amount: 100_000n }],
  };
  const variants = [
    base,
    { ...base, outputs: [{ script: payee.script, amount: 100_001n }] },
    { ...base, outputs: [{ script: foreign(1n).witnessUtxo?.script ?? payee.script, amount: 100_000n }] },
    { ...base, outputs: [...base.outputs, { script: payee.script, amount: 1n }] },
    { ...base, inputs: [ours(key, 50_001n), ours(key, 60_000n, 1)] },
    { ...base, inputs: [ours(key, 50_000n, 5), ours(key, 60_000n, 1)] },
    { ...base, inputs: [ours(key, 50_000n, 0, { sequence: 1 }), ours(key, 60_000n, 1)] },
    { ...base, lockTime: 1 },
    { ...base, txVersion: 1 },
  ];
  const messages = variants.flatMap((parts) => preparePsbt(psbtIntent(parts), key.context).messages);
  expect(new Set(messages.map((message) => Buffer.from(message).toString('hex'))).size).toBe(2 * variants.length);
});

test('the network changes how addresses are written, not what is signed', () => {
  const intent = simplePayment(key);
  const main = preparePsbt(intent, key.context);
  const test = preparePsbt({ ...intent, network: 'testnet' }, key.context);
  expect(test.messages).toEqual(main.messages);
  expect(main.description.title).toContain(PAYEE);
  expect(test.description.title).toContain('tb1q');
  expect(test.description.warnings.join()).toContain('names no network');
});

function replaceBytes(bytes: Uint8Array, from: Uint8Array, to: Uint8Array, skip = 0): Uint8Array {
  const starts = Array.from(bytes.keys()).filter((i) => equalBytes(bytes.subarray(i, i + from.length), from));
  const at = starts[skip] ?? 0;
  return Uint8Array.from([...bytes.subarray(0, at), ...to, ...bytes.subarray(at + from.length)]);
}

function amountBytes(amount: bigint, script: Uint8Array): Uint8Array {
  const encoded = new Uint8Array(9 + script.length);
  new DataView(encoded.buffer).setBigUint64(0, amount, true);
  encoded[8] = script.length;
  encoded.set(script, 9);
  return encoded;
}
