import { verify as nodeVerify } from 'node:crypto';
import { base58, base64 } from '@scure/base';
import {
  address,
  appendTransactionMessageInstructions,
  assertIsFullySignedTransaction,
  compileTransaction,
  createKeyPairFromPrivateKeyBytes,
  createTransactionMessage,
  getTransactionDecoder,
  type Nonce,
  partiallySignTransaction,
  pipe,
  setTransactionMessageFeePayer,
  setTransactionMessageLifetimeUsingDurableNonce,
  verifySignature,
} from '@solana/kit';
import { describe, expect, test } from 'vitest';
import { expectRejection } from '../fixtures/expectRejection.ts';
import { ed25519TestKey, taprootTestKey } from '../fixtures/keys.ts';
import {
  BLOCKHASH,
  PAYEE,
  readonly,
  SYSTEM,
  signer,
  solanaAddressOf,
  solanaIntent,
  transferInstruction,
  unsigned,
  wireIntent,
} from '../fixtures/transactions.ts';
import type { SolanaTransaction } from '../intent.ts';
import { prepareTransaction } from './prepareTransaction.ts';

const key = ed25519TestKey(1);
const self = solanaAddressOf(key);
const partner = ed25519TestKey(2);
const partnerAddress = solanaAddressOf(partner);

function sign(intent: SolanaTransaction) {
  const prepared = prepareTransaction(intent, key.context);
  return prepared.attach(prepared.messages.map((message) => key.sign(message)));
}

function lineOf(intent: SolanaTransaction, label: string): string | undefined {
  const { lines } = prepareTransaction(intent, key.context).description;
  return lines.find((line) => line.label === label)?.value;
}

describe.each(['legacy', 0] as const)('version %s', (version) => {
  const intent = solanaIntent(self, [transferInstruction(self, PAYEE, 1_500_000_000n)], version);

  test('a transfer is described, signed and accepted by @solana/kit and node:crypto', async () => {
    const prepared = prepareTransaction(intent, key.context);
    expect(prepared.description.title).toBe(
      `Transfer 1.5 SOL (1500000000 lamports) from this key (${self}) to ${PAYEE}`,
    );
    expect(prepared.description.warnings).toEqual([]);
    const [message = new Uint8Array()] = prepared.messages;
    const artefact = sign(intent);
    expect(artefact.missingSigners).toEqual([]);
    const transaction = getTransactionDecoder().decode(artefact.bytes);
    assertIsFullySignedTransaction(transaction);
    expect(Uint8Array.from(transaction.messageBytes)).toEqual(message);
    const { publicKey } = await createKeyPairFromPrivateKeyBytes(key.seed);
    const signature = transaction.signatures[self];
    if (!signature) throw new Error('no signature');
    expect(await verifySignature(publicKey, signature, transaction.messageBytes)).toBe(true);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.context.publicKey).toString('base64url') };
    expect(nodeVerify(null, message, { key: jwk, format: 'jwk' }, signature)).toBe(true);
    expect(artefact.finalized?.txid).toBe(base58.encode(Uint8Array.from(signature)));
    expect(base64.decode(artefact.text)).toEqual(artefact.bytes);
  });

  test('what kit signs with the whole key is what we attach', async () => {
    const keyPair = await createKeyPairFromPrivateKeyBytes(key.seed);
    const signed = await partiallySignTransaction([keyPair], getTransactionDecoder().decode(intent.transaction));
    expect(sign(intent).bytes).toEqual(wireIntent(signed).transaction);
  });

  test('another signer who is missing is listed', () => {
    const shared = solanaIntent(partnerAddress, [transferInstruction(self, PAYEE, 5n)], version);
    const artefact = sign(shared);
    expect(artefact.missingSigners).toEqual([partnerAddress]);
    expect(artefact.finalized).toBeUndefined();
    expect(lineOf(shared, 'Other signer')).toBe(`${partnerAddress}, has not signed yet`);
    expect(lineOf(shared, 'Fee')).toBe(`0.00001 SOL (10000 lamports), paid by ${partnerAddress}`);
  });

  test('the signature of another signer is kept', async () => {
    const shared = unsigned(partnerAddress, [transferInstruction(self, PAYEE, 5n)], version);
    const signed = await partiallySignTransaction([await createKeyPairFromPrivateKeyBytes(partner.seed)], shared);
    const artefact = sign(wireIntent(signed));
    const after = getTransactionDecoder().decode(artefact.bytes);
    expect(after.signatures[partnerAddress]).toEqual(signed.signatures[partnerAddress]);
    assertIsFullySignedTransaction(after);
    expect(artefact.finalized?.txid).toBe(base58.encode(Uint8Array.from(signed.signatures[partnerAddress] ?? [])));
    expect(lineOf(wireIntent(signed), 'Other signer')).toBe(`${partnerAddress}, has signed`);
  });
});

test('a false signature of another signer is refused', () => {
  const intent = solanaIntent(partnerAddress, [transferInstruction(self, PAYEE, 5n)]);
  const forged = Uint8Array.from(intent.transaction);
  forged.fill(1, 1, 65);
  const rejection = expectRejection('bad-signature', () => prepareTransaction({ transaction: forged }, key.context));
  expect(rejection.message).toContain(partnerAddress);
});

test('a transaction that is signed by us already is not signed again', () => {
  const intent = solanaIntent(self, [transferInstruction(self, PAYEE, 5n)]);
  const signed = { transaction: sign(intent).bytes };
  expectRejection('nothing-to-sign', () => prepareTransaction(signed, key.context));
});

test('a transaction that does not ask for our signature is refused', () => {
  const intent = solanaIntent(partnerAddress, [transferInstruction(partnerAddress, self, 5n)]);
  expectRejection('nothing-to-sign', () => prepareTransaction(intent, key.context));
});

test('a durable nonce is recognised and said to last', () => {
  const nonceAccount = address('Fnf2yJQeRqrQE7CRPKoxPaJdMXcSrSVs5vBTSjbmqrcz');
  const message = pipe(
    createTransactionMessage({ version: 0 }),
    (m) => setTransactionMessageFeePayer(self, m),
    (m) =>
      setTransactionMessageLifetimeUsingDurableNonce(
        { nonce: BLOCKHASH as string as Nonce, nonceAccountAddress: nonceAccount, nonceAuthorityAddress: self },
        m,
      ),
    (m) => appendTransactionMessageInstructions([transferInstruction(self, PAYEE, 5n)], m),
  );
  const intent = wireIntent(compileTransaction(message));
  const { description } = prepareTransaction(intent, key.context);
  expect(lineOf(intent, 'Durable nonce')).toBe(BLOCKHASH);
  expect(lineOf(intent, 'Instruction 1')).toContain(
    `Advance durable nonce account ${nonceAccount}, authority this key`,
  );
  expect(lineOf(intent, 'Recent blockhash')).toBeUndefined();
  expect(description.title).toContain('Transfer 0.000000005 SOL');
  expect(description.warnings).toEqual([expect.stringContaining('stays valid until the nonce is advanced')]);
  expect(sign(intent).finalized).toBeDefined();
});

test('a nonce advanced later in the transaction is not its lifetime', () => {
  const advance = {
    programAddress: SYSTEM,
    accounts: [signer(PAYEE), readonly(address('SysvarRecentB1ockHashes11111111111111111111')), signer(self)],
    data: Uint8Array.of(4, 0, 0, 0),
  };
  const intent = solanaIntent(self, [transferInstruction(self, PAYEE, 5n), advance]);
  expect(lineOf(intent, 'Recent blockhash')).toBe(BLOCKHASH);
});

test('an address lookup table is refused', () => {
  const table = address('Fnf2yJQeRqrQE7CRPKoxPaJdMXcSrSVs5vBTSjbmqrcz');
  const looked = { addressIndex: 0, lookupTableAddress: table, address: PAYEE, role: 1 } as const;
  const transfer = transferInstruction(self, PAYEE, 5n);
  const [from] = transfer.accounts ?? [];
  if (from === undefined) throw new Error('no account');
  const intent = solanaIntent(self, [{ ...transfer, accounts: [from, looked] }], 0);
  expectRejection('unsupported-lookup-table', () => prepareTransaction(intent, key.context));
});

test('a taproot key does not sign Solana transactions', () => {
  const intent = solanaIntent(self, [transferInstruction(self, PAYEE, 5n)]);
  const rejection = expectRejection('wrong-scheme', () => prepareTransaction(intent, taprootTestKey(1).context));
  expect(rejection.hint).toContain('frost-ed25519');
});

describe('bytes that are no transaction in its one wire form', () => {
  const { transaction } = solanaIntent(self, [transferInstruction(self, PAYEE, 5n)]);
  const headerAt = 65;
  const edited = (at: number, value: number) => Uint8Array.from(transaction, (byte, i) => (i === at ? value : byte));
  test.each([
    ['nothing', new Uint8Array()],
    ['a message without signatures', transaction.subarray(headerAt)],
    ['a byte short', transaction.subarray(0, -1)],
    ['a byte too many', Uint8Array.from([...transaction, 0])],
    ['a length in two bytes where one does', Uint8Array.from([0x81, 0x00, ...transaction.subarray(1)])],
    ['a read-only fee payer', edited(headerAt + 1, 1)],
    ['more read-only accounts than accounts', edited(headerAt + 2, 9)],
    ['more signers than signatures', edited(headerAt, 2)],
    [
      'an account listed twice',
      Uint8Array.from(transaction, (b, i) => (i >= 101 && i < 133 ? (transaction[i - 32] ?? b) : b)),
    ],
    ['a program index out of range', edited(transaction.length - 16, 9)],
  ])('%s', (_name, bytes) => {
    expectRejection('undecodable', () => prepareTransaction({ transaction: bytes }, key.context));
  });
});

test('signatures are checked before they are attached', () => {
  const prepared = prepareTransaction(solanaIntent(self, [transferInstruction(self, PAYEE, 5n)]), key.context);
  const [message = new Uint8Array()] = prepared.messages;
  expectRejection('bad-signature', () => prepared.attach([]));
  expectRejection('bad-signature', () => prepared.attach([partner.sign(message)]));
  expectRejection('bad-signature', () => prepared.attach([new Uint8Array(64)]));
  expectRejection('bad-signature', () => prepared.attach([key.sign(Uint8Array.of(...message, 0))]));
});

test('any change of amount, payee, payer or instruction changes the message', () => {
  const intents = [
    solanaIntent(self, [transferInstruction(self, PAYEE, 5n)]),
    solanaIntent(self, [transferInstruction(self, PAYEE, 6n)]),
    solanaIntent(self, [transferInstruction(self, partnerAddress, 5n)]),
    solanaIntent(partnerAddress, [transferInstruction(self, PAYEE, 5n)]),
    solanaIntent(self, [transferInstruction(self, PAYEE, 5n), transferInstruction(self, PAYEE, 5n)]),
    solanaIntent(self, [transferInstruction(self, PAYEE, 5n)], 0),
  ];
  const messages = intents.flatMap((intent) => prepareTransaction(intent, key.context).messages);
  expect(new Set(messages.map((message) => base64.encode(message))).size).toBe(intents.length);
});
