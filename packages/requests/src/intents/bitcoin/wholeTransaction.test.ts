import { p2pkh, p2tr, p2wpkh } from '@scure/btc-signer/payment.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ecdsaTestKey } from '../fixtures/keys.ts';
import { SIGHASH_ALL } from './sighash.ts';
import { wholeTransaction } from './wholeTransaction.ts';

const { publicKey } = ecdsaTestKey(3).context;
const CODE = p2pkh(publicKey).script;
const SCRIPTS = [CODE, p2wpkh(publicKey).script, p2tr(publicKey.subarray(1)).script];

const u32 = fc.nat(0xffff_ffff);
const input = fc.record({
  txid: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  index: u32,
  sequence: u32,
  script: fc.constantFrom(...SCRIPTS),
  amount: fc.bigInt({ min: 0n, max: 21_000_000_0000_0000n }),
});
const output = fc.record({ script: fc.constantFrom(...SCRIPTS), amount: fc.bigInt({ min: 0n, max: 10n ** 15n }) });

type Parts = readonly [
  readonly { txid: Uint8Array; index: number; sequence: number }[],
  readonly { script: Uint8Array; amount: bigint }[],
];

function transaction([inputs, outputs]: Parts, version = 2, lockTime = 0): Transaction {
  const tx = new Transaction({ version, lockTime, allowUnknownOutputs: true, disableScriptCheck: true });
  for (const { txid, index, sequence } of inputs) tx.addInput({ txid, index, sequence });
  for (const { script, amount } of outputs) tx.addOutput({ script, amount });
  return tx;
}

describe('digests of the whole transaction are those of the library', () => {
  test('for any transaction, input and form', () => {
    const inputs = fc.array(input, { minLength: 1, maxLength: 5 });
    const outputs = fc.array(output, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(inputs, outputs, fc.constantFrom(1, 2), u32, (coins, paid, version, lockTime) => {
        const tx = transaction([coins, paid], version, lockTime);
        const whole = wholeTransaction(tx.unsignedTx, coins, paid.length);
        const scripts = coins.map(({ script }) => script);
        const amounts = coins.map(({ amount }) => amount);
        coins.forEach(({ amount }, i) => {
          expect(whole.witnessV0(i, CODE)).toEqual(tx.preimageWitnessV0(i, CODE, SIGHASH_ALL, amount));
          for (const type of [0, 1]) {
            expect(whole.keyPath(i, type)).toEqual(tx.preimageWitnessV1(i, scripts, type, amounts));
          }
        });
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [252, 253],
    [253, 252],
    [256, 1024],
  ])('for %i inputs and %i outputs, whose counts have other lengths', (inputs, outputs) => {
    const coins = Array.from({ length: inputs }, (_, i) => {
      return { txid: new Uint8Array(32).fill(i), index: i, sequence: i, script: CODE, amount: BigInt(i) };
    });
    const tx = transaction([coins, Array.from({ length: outputs }, (_, i) => ({ script: CODE, amount: BigInt(i) }))]);
    const whole = wholeTransaction(tx.unsignedTx, coins, outputs);
    const last = inputs - 1;
    expect(whole.witnessV0(last, CODE)).toEqual(tx.preimageWitnessV0(last, CODE, SIGHASH_ALL, BigInt(last)));
    const [scripts, amounts] = [coins.map(({ script }) => script), coins.map(({ amount }) => amount)];
    expect(whole.keyPath(last, 0)).toEqual(tx.preimageWitnessV1(last, scripts, 0, amounts));
  });
});
