import { RequestRejected } from '@quorate/tss-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ecdsaCoin } from './fixtures/ecdsaCoins.ts';
import { calldata, callIntent, PAYEE as ETHEREUM_PAYEE, SPENDER } from './fixtures/ethereum.ts';
import { ecdsaTestKey, ed25519TestKey, type TestKey, taprootTestKey } from './fixtures/keys.ts';
import { buildTx, foreign, ourScript, ours, payee } from './fixtures/psbts.ts';
import { PAYEE, solanaAddressOf, solanaIntent, transferInstruction } from './fixtures/transactions.ts';
import type { Intent } from './intent.ts';
import type { Artefact } from './prepared.ts';
import { prepareIntent } from './prepareIntent.ts';

const bitcoin = taprootTestKey(1);
const ecdsa = ecdsaTestKey(1);
const solana = ed25519TestKey(1);
const self = solanaAddressOf(solana);

const previous = buildTx({ inputs: [foreign(2n)], outputs: [{ script: ourScript(bitcoin), amount: 70_000n }] });
const psbts = ([0, 2] as const).map((version) =>
  buildTx({
    inputs: [
      ours(bitcoin, 50_000n, 0, { unknown: [[{ type: 0x77, key: Uint8Array.of(1) }, Uint8Array.of(2)]] }),
      { txid: previous.id, index: 0, nonWitnessUtxo: previous.unsignedTx },
      foreign(30_000n),
    ],
    outputs: [{ script: payee.script, amount: 140_000n }],
    version,
  }).toPSBT(version),
);
const ecdsaPsbt = buildTx({
  inputs: [ecdsaCoin(ecdsa.context, 'p2sh-p2wpkh', 50_000n, 0), ecdsaCoin(ecdsa.context, 'p2pkh', 30_000n, 1)],
  outputs: [{ script: payee.script, amount: 70_000n }],
}).toPSBT();
const transactions = (['legacy', 0] as const).map(
  (version) => solanaIntent(self, [transferInstruction(self, PAYEE, 5n)], version).transaction,
);

/** Prepares, signs and attaches with the key that fits; whatever is refused is refused for a person. */
function survives(intent: Intent, key: TestKey = bitcoin): Artefact | undefined {
  try {
    const prepared = prepareIntent(intent, key.context);
    return prepared.attach(prepared.messages.map((message) => key.sign(message)));
  } catch (problem) {
    if (problem instanceof RequestRejected) return undefined;
    throw problem;
  }
}

const psbtIntent = (psbt: Uint8Array): Intent => ({ kind: 'bitcoin-psbt', value: { psbt, network: 'mainnet' } });
const solanaTx = (transaction: Uint8Array): Intent => ({ kind: 'solana-transaction', value: { transaction } });
const ethereumTx = (transaction: Uint8Array): Intent => ({ kind: 'ethereum-transaction', value: { transaction } });
const call = callIntent(SPENDER, calldata('transfer(address to, uint256 value)', [ETHEREUM_PAYEE, 1n])).transaction;
const corpus = [
  ['PSBT v0', psbtIntent, bitcoin, psbts[0]],
  ['PSBT v2', psbtIntent, bitcoin, psbts[1]],
  ['PSBT v0 of an ECDSA key', psbtIntent, ecdsa, ecdsaPsbt],
  ['legacy transaction', solanaTx, solana, transactions[0]],
  ['v0 transaction', solanaTx, solana, transactions[1]],
  ['Ethereum transaction', ethereumTx, ecdsa, call],
] as const;

describe.each(corpus)('%s', (_name, wrap, key, bytes = new Uint8Array()) => {
  test('untouched it is signed', () => {
    expect(survives(wrap(bytes), key)).toBeDefined();
  });

  test('every truncation is refused', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(survives(wrap(bytes.subarray(0, length)), key)).toBeUndefined();
    }
  });

  test('a flipped bit in any byte is refused or harmless', () => {
    for (let i = 0; i < bytes.length; i++) {
      survives(wrap(bytes.map((byte, at) => (at === i ? byte ^ (1 << (i % 8)) : byte))), key);
    }
  });

  test('bytes cut out, doubled or overwritten are refused or harmless', () => {
    const edit = fc.tuple(fc.nat(bytes.length), fc.nat(40), fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(edit, ([at, removed, inserted]) => {
        survives(wrap(Uint8Array.from([...bytes.subarray(0, at), ...inserted, ...bytes.subarray(at + removed)])), key);
      }),
      { numRuns: 300 },
    );
  });
});

test('random bytes are refused', () => {
  const start = fc.constantFrom([], [0x70, 0x73, 0x62, 0x74, 0xff], [1, ...new Array<number>(64).fill(0)]);
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 400 }), (prefix, rest) => {
      const bytes = Uint8Array.from([...prefix, ...rest]);
      expect(survives(psbtIntent(bytes))).toBeUndefined();
      expect(survives(solanaTx(bytes), solana)).toBeUndefined();
      expect(survives(ethereumTx(bytes), ecdsa)).toBeUndefined();
    }),
  );
});

test('any text is signed or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      survives({ kind: 'message', value: { text } });
    }),
  );
});

test('a script of any bytes is described or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom([], [0x6a]), (rest, prefix) => {
      const script = Uint8Array.from([...prefix, ...rest]);
      const outputs = [{ script, amount: 1000n }];
      survives(psbtIntent(buildTx({ inputs: [ours(bitcoin, 50_000n)], outputs }).toPSBT()));
    }),
  );
});
