import {
  decodeSignedRequest,
  fromBase64,
  keyContextAt,
  prepareIntent,
  type RequestView,
  toHex,
} from '@quorate/requests';
import { PERMIT_TYPES, sampleKey } from '@quorate/requests/testing';
import {
  createWalletClient,
  custom,
  erc20Abi,
  getAddress,
  type Hex,
  keccak256,
  parseEther,
  parseTransaction,
  recoverTransactionAddress,
  type SerializeTransactionFn,
  serializeTransaction,
  type TransactionSerialized,
  verifyMessage,
  verifyTypedData,
} from 'viem';
import { mainnet } from 'viem/chains';
import { describe, expect, test } from 'vitest';
import { verifyKey } from '../keys/verifyKey.ts';
import type { Handler } from '../testing/fakeCoordinator.ts';
import { sample, scene, viewOf } from '../testing/scene.ts';
import { type AccountOptions, quorateAccount, SignaturePending, SignatureRefused } from './index.ts';

const ops = sampleKey(sample, 'ecdsa-secp256k1', 'ops');
const key = verifyKey(ops.view, sample.cluster);
const payee = '0x3535353535353535353535353535353535353535';
const usdc = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const payment = {
  type: 'eip1559',
  chainId: 1,
  nonce: 7,
  gas: 21_000n,
  maxFeePerGas: 30_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n,
  to: payee,
  value: parseEther('1.5'),
} as const;

/** A coordinator whose nodes sign what is sent, unless `say` changes what it says. */
async function account(
  options: Partial<AccountOptions> = {},
  say: (view: RequestView) => RequestView = (view) => view,
) {
  const { coordinator, client } = await scene();
  coordinator.on('GET /v1/keys', () => ({ body: { keys: [ops.view] } }));
  const sent: RequestView[] = [];
  const submit: Handler = ({ body }) => {
    const signed = decodeSignedRequest(fromBase64(JSON.parse(body).request));
    const { intent, path } = signed.request;
    const { messages } = prepareIntent(intent, keyContextAt(ops.certificate.statement, path));
    const signatures = ops.sign(messages, path).map(toHex);
    const view = viewOf(signed, { state: 'signed', keyName: 'ops', signatures, signers: ['node-1', 'node-2'] });
    sent.push(view);
    coordinator.on(`GET /v1/requests/${view.id}`, () => ({ body: say(view) }));
    return { status: 202, body: say(view) };
  };
  coordinator.on('POST /v1/requests', submit);
  return { account: quorateAccount({ client, key, ...options }), client, sent };
}

const pending = ({ signatures, signers, ...view }: RequestView): RequestView => ({ ...view, state: 'pending' });

test.each([[[]], [[44, 60, 0, 0, 7]]])('what viem serializes is signed, by the key at %j', async (path) => {
  const { account: signer } = await account({ path });
  const raw = await signer.signTransaction(payment);
  const { r, s, v, yParity, ...unsigned } = parseTransaction(raw);
  expect(serializeTransaction(unsigned)).toBe(serializeTransaction(payment));
  const serializedTransaction = raw as TransactionSerialized;
  expect(await recoverTransactionAddress({ serializedTransaction })).toBe(getAddress(signer.address));
});

test('each path is an account of its own', async () => {
  const { account: one } = await account({ path: [0] });
  const { account: two } = await account({ path: [1] });
  expect(one.address).not.toBe(two.address);
});

test('a wallet client sends ether and tokens', async () => {
  const { account: signer } = await account();
  const broadcast: Hex[] = [];
  const chain: Record<string, (params: readonly Hex[]) => unknown> = {
    eth_chainId: () => '0x1',
    eth_sendRawTransaction: ([raw = '0x']) => {
      broadcast.push(raw);
      return keccak256(raw);
    },
  };
  const transport = custom({ request: async ({ method, params }) => chain[method]?.(params) });
  const wallet = createWalletClient({ account: signer, chain: mainnet, transport });
  const { type, chainId, to, value, ...fees } = payment;
  const hash = await wallet.sendTransaction({ to, value, ...fees });
  await wallet.writeContract({
    address: usdc,
    abi: erc20Abi,
    functionName: 'transfer',
    args: [payee, 5n],
    ...fees,
    gas: 60_000n,
  });
  expect(broadcast.map((raw) => parseTransaction(raw).to)).toEqual([payee, usdc.toLowerCase()]);
  expect(hash).toBe(keccak256(broadcast[0] ?? '0x'));
  for (const raw of broadcast) {
    const serializedTransaction = raw as TransactionSerialized;
    expect(await recoverTransactionAddress({ serializedTransaction })).toBe(getAddress(signer.address));
  }
});

test('texts, and bytes that are text, are signed as messages', async () => {
  const { account: signer } = await account();
  const { address } = signer;
  const signature = await signer.signMessage({ message: 'Grüße' });
  expect(await verifyMessage({ address, message: 'Grüße', signature })).toBe(true);
  const raw = new TextEncoder().encode('hello');
  const other = await signer.signMessage({ message: { raw } });
  expect(await verifyMessage({ address, message: 'hello', signature: other })).toBe(true);
});

const permit = {
  types: PERMIT_TYPES,
  primaryType: 'Permit',
  domain: { name: 'USD Coin', version: '2', chainId: 1n, verifyingContract: usdc },
  message: { owner: payee, spender: usdc, value: 2n ** 200n, nonce: 0n, deadline: 1_800_000_000n },
} as const;

test('typed data is signed, big integers and all', async () => {
  const { account: signer } = await account();
  const signature = await signer.signTypedData(permit);
  expect(await verifyTypedData({ ...permit, address: signer.address, signature })).toBe(true);
});

describe('what is not signed', () => {
  test('a bare hash, and authorizations: there is no way to ask', async () => {
    const { account: signer } = await account();
    expect(signer.sign).toBeUndefined();
    expect(signer.signAuthorization).toBeUndefined();
  });

  test('bytes that are no text', async () => {
    const { account: signer, sent } = await account();
    const refused = expect.objectContaining({ code: 'invalid-message' });
    await expect(signer.signMessage({ message: { raw: `0x${'ff'.repeat(32)}` } })).rejects.toEqual(refused);
    await expect(signer.signMessage({ message: { raw: Uint8Array.of(0xc0) } })).rejects.toEqual(refused);
    expect(sent).toEqual([]);
  });

  test('what another serializer makes of a transaction', async () => {
    const { account: signer, sent } = await account();
    const serializer: SerializeTransactionFn = () => '0x7e01';
    await expect(signer.signTransaction(payment, { serializer })).rejects.toMatchObject({ code: 'undecodable' });
    expect(sent).toEqual([]);
  });

  test('what the nodes deny', async () => {
    const denials = [{ node: 'node-2', reasons: ['no rule of prod allows it'] }];
    const deny = (view: RequestView): RequestView => ({ ...pending(view), state: 'denied', denials });
    const { account: signer, sent } = await account({}, deny);
    const error = await signer.signTransaction(payment).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(SignatureRefused);
    expect(error).toMatchObject({ requestId: sent[0]?.id, failure: { kind: 'denied' } });
    expect(String(error)).toContain('node-2: no rule of prod allows it');
  });

  test('a signature that a lying coordinator brings', async () => {
    const lie = (view: RequestView): RequestView => ({ ...view, signatures: [`${'11'.repeat(64)}00`] });
    const { account: signer } = await account({}, lie);
    const failure = { kind: 'failed', code: 'false-answer' };
    await expect(signer.signTransaction(payment)).rejects.toMatchObject({ name: 'SignatureRefused', failure });
  });
});

test('what is not decided yet can be waited for by its id', async () => {
  let isDecided = false;
  const { account: signer, client } = await account({ waitMs: 50 }, (view) => (isDecided ? view : pending(view)));
  const error = await signer.signTransaction(payment).catch((problem: unknown) => problem);
  if (!(error instanceof SignaturePending)) throw new Error(`not pending: ${String(error)}`);
  expect(error.view.state).toBe('pending');
  isDecided = true;
  const outcome = await client.waitFor(error.requestId, { until: Date.now() + 10_000 });
  if (outcome.kind !== 'signed') throw new Error(`not signed: ${outcome.kind}`);
  const serializedTransaction = outcome.artefact.text as TransactionSerialized;
  expect(await recoverTransactionAddress({ serializedTransaction })).toBe(getAddress(signer.address));
});
