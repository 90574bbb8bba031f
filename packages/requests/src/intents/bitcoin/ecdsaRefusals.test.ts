import { secp256k1 } from '@noble/curves/secp256k1.js';
import { p2pkh, p2sh, p2tr, p2wsh } from '@scure/btc-signer/payment.js';
import { RawPSBTV0 } from '@scure/btc-signer/psbt.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { pubECDSA } from '@scure/btc-signer/utils.js';
import { describe, expect, test } from 'vitest';
import {
  ECDSA_TYPES,
  type EcdsaType,
  ecdsaCoin,
  ecdsaPayment,
  foreignCoin,
  previousTx,
} from '../fixtures/ecdsaCoins.ts';
import { expectRejection } from '../fixtures/expectRejection.ts';
import { ecdsaTestKey, taprootTestKey } from '../fixtures/keys.ts';
import { FOREIGN_SECRET, payee, psbtIntent } from '../fixtures/psbts.ts';
import { preparePsbt } from './preparePsbt.ts';

const key = ecdsaTestKey(7);
const { context } = key;
const outputs = [{ script: payee.script, amount: 49_000n }];

const coin = (type: EcdsaType, amount: bigint, index = 0, more = {}) => ecdsaCoin(context, type, amount, index, more);

describe('amounts are proven by the transactions that made them', () => {
  const { nonWitnessUtxo: _, ...unproven } = coin('p2wpkh', 50_000n);
  const { nonWitnessUtxo: __, ...unprovenForeign } = foreignCoin('p2wpkh', 30_000n);
  const script = p2tr(ecdsaTestKey(9).context.publicKey.subarray(1)).script;
  const taproot = { txid: new Uint8Array(32).fill(3), index: 0, witnessUtxo: { amount: 30_000n, script } };

  test.each([
    ['our own', [unproven]],
    ['somebody’s', [coin('p2pkh', 50_000n, 1), unprovenForeign]],
    ['somebody’s taproot', [coin('p2pkh', 50_000n, 1), taproot]],
  ])('%s input without one is refused', (_name, inputs) => {
    const rejection = expectRejection('unproven-amount', () => preparePsbt(psbtIntent({ inputs, outputs }), context));
    expect(rejection.hint).toContain('non-witness utxo');
  });

  test('an amount that is false beside it is refused, so that no fee is hidden (CVE-2020-14199)', () => {
    const honest = [coin('p2wpkh', 50_000n, 0), coin('p2wpkh', 60_000n, 1)];
    // The attack: each request lies about the other coin; the two signatures together pay a fee nobody saw.
    for (const lied of [0, 1]) {
      const maps = RawPSBTV0.decode(psbtIntent({ inputs: honest, outputs }).psbt);
      const inputs = maps.inputs.map((map, i) =>
        i === lied && map.witnessUtxo ? { ...map, witnessUtxo: { ...map.witnessUtxo, amount: 1_000n } } : map,
      );
      const psbt = RawPSBTV0.encode({ ...maps, inputs });
      expectRejection('utxo-mismatch', () => preparePsbt({ psbt, network: 'mainnet' }, context));
      const stripped = inputs.map(({ nonWitnessUtxo, ...map }) => map);
      const silent = RawPSBTV0.encode({ ...maps, inputs: stripped });
      expectRejection('unproven-amount', () => preparePsbt({ psbt: silent, network: 'mainnet' }, context));
    }
  });

  test('a previous transaction with another txid is refused', () => {
    const maps = RawPSBTV0.decode(psbtIntent({ inputs: [coin('p2pkh', 50_000n)], outputs }).psbt);
    const richer = RawPSBTV0.decode(psbtIntent({ inputs: [coin('p2pkh', 50_001n)], outputs }).psbt);
    const inputs = maps.inputs.map((map, i) => ({ ...map, nonWitnessUtxo: richer.inputs[i]?.nonWitnessUtxo }));
    const psbt = RawPSBTV0.encode({ ...maps, inputs });
    expectRejection('utxo-mismatch', () => preparePsbt({ psbt, network: 'mainnet' }, context));
  });
});

describe.each(ECDSA_TYPES)('a %s input', (type) => {
  const intentOf = (more: object) => psbtIntent({ inputs: [coin(type, 50_000n, 0, more)], outputs });

  test('is signed for the whole transaction only', () => {
    for (const sighashType of [0, 2, 3, 0x81, 0x82, 0x83, 0x80, 0x100]) {
      const { hint } = expectRejection('unsupported-sighash', () => preparePsbt(intentOf({ sighashType }), context));
      expect(hint).toMatch(/^Only ALL is signed/);
    }
    expect(preparePsbt(intentOf({ sighashType: 1 }), context).messages.length).toBe(1);
  });

  test('may name no script that is not of the key', () => {
    const foreign = ecdsaPayment(pubECDSA(FOREIGN_SECRET), 'p2wpkh').script;
    expectRejection('unsupported-input', () => preparePsbt(intentOf({ redeemScript: foreign }), context));
    expectRejection('unsupported-input', () => preparePsbt(intentOf({ witnessScript: foreign }), context));
  });

  test('with a signature of ours that is false, high or partial is refused', () => {
    const { messages } = preparePsbt(intentOf({}), context);
    const [digest = new Uint8Array()] = messages;
    const der = (message: Uint8Array) => secp256k1.sign(message, key.secret, { prehash: false, format: 'der' });
    const wrong = [[...der(new Uint8Array(32)), 1], [...der(digest), 2], [...withHighS(der(digest)), 1], [1], []];
    for (const signature of wrong) {
      const partialSig = [[context.publicKey, Uint8Array.from(signature)]];
      expectRejection('bad-signature', () => preparePsbt(intentOf({ partialSig }), context));
    }
  });

  test('with the signature of another key is refused: finalizing might take that one', () => {
    const other = [pubECDSA(FOREIGN_SECRET), Uint8Array.from([...new Uint8Array(70), 1])];
    expectRejection('unsupported-input', () => preparePsbt(intentOf({ partialSig: [other] }), context));
  });

  test('that is finalized with anything more than one signature is refused', () => {
    const tx = Transaction.fromPSBT(intentOf({}).psbt);
    tx.sign(key.secret);
    tx.finalize();
    const maps = RawPSBTV0.decode(tx.toPSBT());
    const [final = {}] = maps.inputs;
    const { finalScriptSig = new Uint8Array(), finalScriptWitness = [] } = final;
    const changes = [
      { finalScriptSig: Uint8Array.from([0x51, ...finalScriptSig]) },
      { finalScriptWitness: [...finalScriptWitness, Uint8Array.of(1)] },
      { finalScriptSig: Uint8Array.of(0x4c) },
    ];
    for (const change of changes) {
      const psbt = RawPSBTV0.encode({ ...maps, inputs: [{ ...final, ...change }] });
      expectRejection('unsupported-input', () => preparePsbt({ psbt, network: 'mainnet' }, context));
    }
  });
});

describe('coins that only look like ours', () => {
  const uncompressed = secp256k1.getPublicKey(key.secret, false);
  test.each([
    ['P2PKH of the uncompressed key', p2pkh(uncompressed).script],
    ['P2TR', p2tr(context.publicKey.subarray(1)).script],
    ['P2WSH of P2PKH', p2wsh(p2pkh(context.publicKey)).script],
    ['P2SH of P2PKH', p2sh(p2pkh(context.publicKey)).script],
  ])('%s is not spent', (_name, script) => {
    const previous = previousTx(script, 50_000n);
    const inputs = [{ txid: previous.id, index: 1, nonWitnessUtxo: previous.unsignedTx }];
    expectRejection('nothing-to-sign', () => preparePsbt(psbtIntent({ inputs, outputs }), context));
  });

  test('nor does a taproot key with the same group key spend coins of an ECDSA key', () => {
    const twin = taprootTestKey(7);
    expect(twin.context.groupKey).toEqual(context.groupKey);
    const wpkh = psbtIntent({ inputs: [coin('p2wpkh', 50_000n)], outputs });
    expectRejection('nothing-to-sign', () => preparePsbt(wpkh, twin.context));
  });
});

test('signatures are checked before they are attached', () => {
  const prepared = preparePsbt(psbtIntent({ inputs: [coin('p2pkh', 50_000n)], outputs }), context);
  const [message = new Uint8Array(32)] = prepared.messages;
  const good = key.sign(message);
  const flipped = Uint8Array.from([...good.subarray(0, 64), 1 - (good[64] ?? 0)]);
  const wrong = [new Uint8Array(65), good.subarray(0, 64), flipped, ecdsaTestKey(8).sign(message)];
  for (const signature of wrong) expectRejection('bad-signature', () => prepared.attach([signature]));
  expectRejection('bad-signature', () => prepared.attach([]));
  expectRejection('bad-signature', () => prepared.attach([good, good]));
  expect(prepared.attach([good]).finalized).toBeDefined();
});

test('a BIP-322 message dressed as a PSBT is refused', () => {
  const disguised = [{ script: Uint8Array.of(0x6a), amount: 0n }];
  const intent = psbtIntent({ inputs: [coin('p2wpkh', 0n, 0, { sequence: 0 })], outputs: disguised, txVersion: 0 });
  expectRejection('disguised-message', () => preparePsbt(intent, context));
});

test('a key whose public key is not its group key is refused', () => {
  const intent = psbtIntent({ inputs: [coin('p2wpkh', 50_000n)], outputs });
  const publicKey = ecdsaTestKey(8).context.publicKey;
  expectRejection('inconsistent-key', () => preparePsbt(intent, { ...context, publicKey }));
});

/** The same signature with n − s, which is as true and which no node relays. */
function withHighS(der: Uint8Array): Uint8Array {
  const { r, s } = secp256k1.Signature.fromBytes(der, 'der');
  return new secp256k1.Signature(r, secp256k1.Point.Fn.ORDER - s).toBytes('der');
}
