import { p256 } from '@noble/curves/nist.js';
import { DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { describe, expect, test } from 'vitest';
import { callIntent, PAYEE as ETHEREUM_PAYEE } from './fixtures/ethereum.ts';
import { expectRejection } from './fixtures/expectRejection.ts';
import { ecdsaTestKey, ed25519TestKey, taprootTestKey } from './fixtures/keys.ts';
import { simplePayment } from './fixtures/psbts.ts';
import { PAYEE, solanaAddressOf, solanaIntent, transferInstruction } from './fixtures/transactions.ts';
import { MAIL, typedDataIntent } from './fixtures/typedData.ts';
import { type Intent, intentCodec, MAX_PSBT_BYTES, MAX_SOLANA_TRANSACTION_BYTES } from './intent.ts';
import { prepareIntent } from './prepareIntent.ts';

const bitcoin = taprootTestKey(1);
const solana = ed25519TestKey(1);
const ethereum = ecdsaTestKey(1);
const self = solanaAddressOf(solana);

const intents: readonly Intent[] = [
  { kind: 'bitcoin-psbt', value: simplePayment(bitcoin) },
  { kind: 'solana-transaction', value: solanaIntent(self, [transferInstruction(self, PAYEE, 5n)]) },
  { kind: 'ethereum-transaction', value: callIntent(ETHEREUM_PAYEE, '0x') },
  { kind: 'ethereum-typed-data', value: typedDataIntent(MAIL) },
  { kind: 'bitcoin-message', value: { text: 'hello' } },
  { kind: 'message', value: { text: 'hello' } },
];

test.each(intents)('a $kind survives its encoding', (intent) => {
  expect(decodeCbor(intentCodec, encodeCbor(intentCodec, intent), 1 << 20)).toEqual(intent);
});

describe('what is too large or of an unknown kind does not decode', () => {
  test.each<[string, Intent]>([
    ['a PSBT', { kind: 'bitcoin-psbt', value: { psbt: new Uint8Array(MAX_PSBT_BYTES + 1), network: 'mainnet' } }],
    [
      'a transaction',
      { kind: 'solana-transaction', value: { transaction: new Uint8Array(MAX_SOLANA_TRANSACTION_BYTES + 1) } },
    ],
    [
      'an Ethereum transaction',
      { kind: 'ethereum-transaction', value: { transaction: new Uint8Array((1 << 17) + 1) } },
    ],
    ['typed data', { kind: 'ethereum-typed-data', value: { json: ' '.repeat((1 << 16) + 1) } }],
    ['a text', { kind: 'message', value: { text: 'x'.repeat(8193) } }],
  ])('%s', (_name, intent) => {
    const encoded = encodeCbor(intentCodec, intent);
    expect(() => decodeCbor(intentCodec, encoded, 1 << 20)).toThrow(DecodeError);
  });

  test('a raw digest is not an intent', () => {
    expect(() => intentCodec.decode(['digest', new Uint8Array(32)], 'intent')).toThrow(DecodeError);
  });

  test('a network nobody knows', () => {
    expect(() => intentCodec.decode(['bitcoin-psbt', [new Uint8Array(1), 'signet?']], 'intent')).toThrow(DecodeError);
  });
});

function keyFor({ kind }: Intent) {
  if (kind === 'solana-transaction') return solana;
  return kind.startsWith('ethereum-') ? ethereum : bitcoin;
}

test.each(intents)('preparing a $kind twice gives the same messages and description', (intent) => {
  const key = keyFor(intent);
  const [one, two] = [prepareIntent(intent, key.context), prepareIntent(intent, key.context)];
  expect(two.messages).toEqual(one.messages);
  expect(two.description).toEqual(one.description);
});

test('each kind of document needs its own kind of key, a text takes either', () => {
  const [psbt, transaction, call, typedData, bitcoinMessage, message] = intents;
  if (!psbt || !transaction || !call || !typedData || !bitcoinMessage || !message) throw new Error('six intents');
  expectRejection('wrong-scheme', () => prepareIntent(psbt, solana.context));
  expectRejection('wrong-scheme', () => prepareIntent(bitcoinMessage, solana.context));
  expectRejection('wrong-scheme', () => prepareIntent(transaction, bitcoin.context));
  expectRejection('wrong-scheme', () => prepareIntent(call, bitcoin.context));
  expectRejection('wrong-scheme', () => prepareIntent(typedData, solana.context));
  const passkey = ecdsaTestKey(1, p256).context;
  for (const intent of [psbt, bitcoinMessage, call, transaction]) {
    expectRejection('wrong-scheme', () => prepareIntent(intent, passkey));
  }
  expect(prepareIntent(message, passkey).messages).toEqual(prepareIntent(message, ethereum.context).messages);
  expect(prepareIntent(message, solana.context).messages).not.toEqual(prepareIntent(message, bitcoin.context).messages);
});
