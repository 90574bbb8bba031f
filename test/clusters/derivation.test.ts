import { type Intent, keyContextAt } from '@quorate/requests';
import { HDKey } from '@scure/bip32';
import { p2tr } from '@scure/btc-signer/payment.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSigned, makeKey, PATIENCE_MS } from '../support/deskClient.ts';
import { bitcoinPayment } from '../support/documents.ts';
import { type InProcessNetwork, inProcessNetwork } from '../support/inProcessNetwork.ts';

let network: InProcessNetwork;

beforeAll(async () => {
  network = await inProcessNetwork();
  await network.linked();
});

afterAll(() => network?.[Symbol.asyncDispose]());

test('coins of a child of a taproot key are found by another wallet and spent by the nodes', async () => {
  const { client, cluster } = network;
  const key = await makeKey(cluster.directory, client, 'treasury', 'frost-secp256k1-tr');
  const { statement } = key.certificate;
  const path = [0, 7];

  // A wallet that has only the public key and chain code, and a BIP-32 of its own, finds the same child.
  const wallet = new HDKey({ publicKey: statement.groupKey, chainCode: statement.chainCode }).derive('m/0/7');
  const child = keyContextAt(statement, path);
  expect(child.groupKey).toEqual(wallet.publicKey);
  expect(p2tr(child.groupKey.subarray(1)).tweakedPubkey).toEqual(child.publicKey);

  const intent = bitcoinPayment(child, { sat: 50_000n, payee: 3 });
  const { signed } = client.buildRequest({ key, intent, path });
  const { artefact } = expectSigned(await client.sign(signed, { until: Date.now() + PATIENCE_MS }));
  const spent = Transaction.fromPSBT(artefact.bytes);
  spent.finalize();
  expect(spent.id).toBe(artefact.finalized?.txid);
}, 120_000);

test('a path that does not own the coins, a hardened one, and a path of an Ed25519 key are refused', async () => {
  const { client, cluster } = network;
  const key = await makeKey(cluster.directory, client, 'savings', 'frost-secp256k1-tr');
  const hot = await makeKey(cluster.directory, client, 'hot', 'frost-ed25519');
  const intent = bitcoinPayment(keyContextAt(key.certificate.statement, [1]), { sat: 50_000n, payee: 3 });
  expect(() => client.buildRequest({ key, intent, path: [2] })).toThrow(/no input/i);
  expect(() => client.buildRequest({ key, intent, path: [0x80000001] })).toThrow(/hardened/);
  const text: Intent = { kind: 'message', value: { text: 'hi' } };
  expect(() => client.buildRequest({ key: hot, intent: text, path: [0] })).toThrow(/one address/);
}, 120_000);
