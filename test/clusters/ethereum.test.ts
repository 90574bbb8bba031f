import { spawn } from 'node:child_process';
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, type Terminal } from '@quorate/cli';
import type { VerifiedKey } from '@quorate/client';
import { quorateAccount } from '@quorate/client/viem';
import type { Intent } from '@quorate/requests';
import { BYBIT, bybitTransaction, PERMIT_TYPES } from '@quorate/requests/testing';
import {
  concat,
  getAddress,
  type Hex,
  hashDomain,
  hashMessage,
  hashStruct,
  hashTypedData,
  hexToBytes,
  keccak256,
  parseEther,
  parseGwei,
  parseTransaction,
  recoverTransactionAddress,
  stringify,
  type TransactionSerialized,
  toPrefixedMessage,
  verifyMessage,
  verifyTypedData,
  zeroAddress,
} from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectSigned, makeKey, PATIENCE_MS } from '../support/deskClient.ts';
import { type InProcessNetwork, inProcessNetwork } from '../support/inProcessNetwork.ts';
import { answerOf } from '../support/quorateCommand.ts';

const PAYEE = '0x3535353535353535353535353535353535353535';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
let network: InProcessNetwork;
let key: VerifiedKey;

beforeAll(async () => {
  network = await inProcessNetwork({ shortEcdsa: true });
  await network.linked();
  key = await makeKey(network.cluster.directory, network.client, 'ops', 'ecdsa-secp256k1');
}, 180_000);

afterAll(async () => {
  await network?.[Symbol.asyncDispose]();
});

function accountAt(...path: readonly number[]) {
  return quorateAccount({ client: network.client, key, path, waitMs: PATIENCE_MS });
}

async function senderOf(raw: string): Promise<string> {
  return recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized });
}

const payment = {
  type: 'eip1559',
  chainId: 1,
  nonce: 7,
  gas: 21_000n,
  maxFeePerGas: parseGwei('30'),
  maxPriorityFeePerGas: parseGwei('1'),
  to: PAYEE,
  value: parseEther('1.5'),
} as const;

const permit = {
  types: PERMIT_TYPES,
  primaryType: 'Permit',
  domain: { name: 'USD Coin', version: '2', chainId: 1n, verifyingContract: USDC },
  message: { owner: PAYEE, spender: USDC, value: 10n ** 30n, nonce: 0n, deadline: 1_800_000_000n },
} as const;

const domainType = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
] as const;

test('nodes sign transactions, typed data and texts of a key and its children, as viem finds them', {
  timeout: 120_000,
}, async () => {
  const [own, child] = [accountAt(), accountAt(44, 60, 0, 0, 7)];
  expect(await senderOf(await own.signTransaction(payment))).toBe(getAddress(own.address));
  expect(await senderOf(await child.signTransaction(payment))).toBe(getAddress(child.address));
  const { address } = child;
  expect(await verifyTypedData({ ...permit, address, signature: await child.signTypedData(permit) })).toBe(true);
  expect(await verifyMessage({ message: 'hi', address, signature: await child.signMessage({ message: 'hi' }) })).toBe(
    true,
  );
});

const word = (type: string, name: string) => ({ name, type });
const safeTx = {
  types: {
    SafeTx: [
      word('address', 'to'),
      word('uint256', 'value'),
      word('bytes', 'data'),
      word('uint8', 'operation'),
      word('uint256', 'safeTxGas'),
      word('uint256', 'baseGas'),
      word('uint256', 'gasPrice'),
      word('address', 'gasToken'),
      word('address', 'refundReceiver'),
      word('uint256', 'nonce'),
    ],
  },
  primaryType: 'SafeTx',
  domain: { chainId: 1, verifyingContract: BYBIT.safe },
  message: {
    to: BYBIT.code,
    value: 0,
    data: `0xa9059cbb${BYBIT.implementation.slice(2).toLowerCase().padStart(64, '0')}${'0'.repeat(64)}`,
    operation: 1,
    safeTxGas: 45_746,
    baseGas: 0,
    gasPrice: 0,
    gasToken: zeroAddress,
    refundReceiver: zeroAddress,
    nonce: 71,
  },
};

test.each<[string, Intent]>([
  ['executed', { kind: 'ethereum-transaction', value: { transaction: bybitTransaction() } }],
  ['signed for by an owner', { kind: 'ethereum-typed-data', value: { json: JSON.stringify(safeTx) } }],
])('the theft from Bybit, %s, is refused by every node with what it would do (attack 35)', async (_how, intent) => {
  const { client, cluster } = network;
  const { signed, prepared } = client.buildRequest({ key, intent });
  expect(prepared.description.title).toContain(
    `Let the code of ${BYBIT.code} act as Safe ${BYBIT.safe} itself (delegatecall`,
  );
  const outcome = await client.sign(signed, { until: Date.now() + PATIENCE_MS });
  if (outcome.kind !== 'denied') throw new Error(`not denied: ${outcome.kind}`);
  const what = `the code of ${BYBIT.code} to act as ${BYBIT.safe} (by delegatecall or EIP-7702) on chain 1`;
  const reasons = [`no rule of local-demo allows ${what}`];
  const byName = [...(outcome.view?.denials ?? [])].sort((a, b) => a.node.localeCompare(b.node));
  expect(byName).toEqual(cluster.nodeIds.map((node) => ({ node, reasons })));
});

/** Runs a command in this process, whose start would cost more than what it does. */
async function quorate(...argv: readonly string[]) {
  const told = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    out: (text) => {
      told.stdout += text;
    },
    err: (text) => {
      told.stderr += text;
    },
    colours: false,
    errIsTerminal: false,
  };
  const exit = await run([...argv, '--dir', network.cluster.directory.dir], terminal);
  return { exit, ...told };
}

describe('quorate sign ethereum', () => {
  const terms = ['--key', 'ops', '--path', 'm/0/5', '--chain', '1', '--nonce', '7', '--max-fee', '30'] as const;
  const transfer = `0xa9059cbb${PAYEE.slice(2).padStart(64, '0')}${'f4240'.padStart(64, '0')}`;

  test('says what it does and prints what a chain takes', { timeout: 60_000 }, async () => {
    const address = await quorate('key', 'address', 'ops', '--chain', 'ethereum', '--path', 'm/0/5');
    expect(address).toMatchObject({ exit: 0, stdout: `${getAddress(accountAt(0, 5).address)}\n` });
    const call = ['--to', USDC, '--data', transfer, '--gas', '60000'];
    const { exit, stdout, stderr } = await quorate('sign', 'ethereum', ...terms, ...call);
    expect(exit, stderr).toBe(0);
    const [, raw = ''] = /Signed transaction:\n(0x[0-9a-f]+)\n/.exec(stdout) ?? [];
    expect(`${await senderOf(raw)}\n`).toBe(address.stdout);
    expect(stdout).toContain(`Its hash is ${keccak256(raw as Hex)}. Nothing was broadcast`);
    expect(stdout).toContain(`from this key (${await senderOf(raw)}) to ${PAYEE}`);
    expect(stdout).toMatch(new RegExp(`ERC-7730 +Send, Amount 1 USDC, To ${PAYEE}`));
  });

  test('--json has the hash as well', { timeout: 60_000 }, async () => {
    const { exit, stdout } = await quorate('sign', 'ethereum', ...terms, '--to', PAYEE, '--value', '1.5', '--json');
    const { artefact, finalized } = JSON.parse(stdout);
    expect(exit).toBe(0);
    expect(finalized).toEqual({ transaction: artefact.text, txid: keccak256(artefact.text) });
    const paid = { to: PAYEE, value: payment.value, nonce: 7, chainId: 1, gas: 21_000n };
    expect(parseTransaction(artefact.text)).toMatchObject(paid);
  });

  test('an unknown function is denied by name', async () => {
    const call = ['--to', PAYEE, '--data', '0x12345678', '--gas', '60000'];
    const { exit, stderr } = await quorate('sign', 'ethereum', ...terms, ...call);
    expect(exit).toBe(3);
    expect(stderr).toContain(`no rule of local-demo allows the unknown function 0x12345678 of ${PAYEE} on chain 1`);
  });
});

describe('a P-256 key, for contract accounts', () => {
  const published = (text: string) => {
    const [, x = '', y = ''] = /x (0x[0-9a-f]{64}), y (0x[0-9a-f]{64})/.exec(text) ?? [];
    const base64url = (hex: string) => Buffer.from(hex.slice(2), 'hex').toString('base64url');
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: base64url(x), y: base64url(y) }, format: 'jwk' });
  };
  /** By OpenSSL, as the precompile at 0x100 does it: over the hash of `preimage`. */
  const holds = (preimage: Hex, signature: string, key: KeyObject) =>
    verify('keccak-256', hexToBytes(preimage), { key, dsaEncoding: 'ieee-p1363' }, hexToBytes(signature as Hex));

  test('has no address; texts and typed data by its child hold under its x and y', { timeout: 120_000 }, async () => {
    const order = join(network.cluster.directory.dir, 'passkey.order');
    await quorate('key', 'create', 'passkey', '--scheme', 'ecdsa-p256', '--order-file', order);
    const created = await quorate('order', 'send', order, '--json');
    expect(created.exit, created.stderr).toBe(0);
    expect(JSON.parse(created.stdout)).toMatchObject({ scheme: 'ecdsa-p256', addresses: {} });
    const below = ['--path', 'm/0/7'] as const;
    const address = await quorate('key', 'address', 'passkey', ...below);
    expect(address).toMatchObject({ exit: 1, stdout: '' });
    expect(address.stderr).toContain('passkey is a P-256 key and has no address of its own');
    const child = published(address.stderr);

    const text = await quorate('sign', 'message', '--key', 'passkey', ...below, 'hello');
    expect(text.exit, text.stderr).toBe(0);
    const [, signature = ''] = /Signature:\n(0x[0-9a-f]{128})\n/.exec(text.stdout) ?? [];
    expect(holds(toPrefixedMessage('hello'), signature, child)).toBe(true);
    const [r, s] = [signature.slice(2, 66), signature.slice(66)];
    expect(text.stdout).toMatch(new RegExp(`hash +${hashMessage('hello')}\nr +0x${r}\ns +0x${s}\nx +0x`));

    const key = await network.client.key('passkey');
    if (key.kind !== 'done') throw new Error('no key');
    const intent = { kind: 'ethereum-typed-data', value: { json: stringify(permit) } } as const;
    const { signed } = network.client.buildRequest({ key: key.value, intent, path: [0, 7] });
    const { artefact } = expectSigned(await network.client.sign(signed, { until: Date.now() + PATIENCE_MS }));
    const domain = hashDomain({ domain: permit.domain, types: { ...permit.types, EIP712Domain: domainType } });
    const message = hashStruct({ data: permit.message, primaryType: 'Permit', types: permit.types });
    expect(holds(concat(['0x1901', domain, message]), artefact.text, child)).toBe(true);
    expect(artefact.p256?.hash).toBe(hashTypedData(permit));
  });

  test('pays nothing by itself: a transaction is refused before anybody is asked', async () => {
    const terms = ['--chain', '1', '--nonce', '7', '--max-fee', '30', '--to', PAYEE, '--value', '1'];
    const { exit, stderr } = await quorate('sign', 'ethereum', '--key', 'passkey', ...terms);
    expect(exit).toBe(1);
    expect(stderr).toContain('Intents of kind ethereum-transaction are for keys of scheme ecdsa-secp256k1');
  });
});

describe('docs/examples', () => {
  const examples = fileURLToPath(new URL('../../docs/examples/', import.meta.url));
  const runExample = (name: string, ...argv: readonly string[]) => {
    const source = ['--conditions=quorate-src', '--disable-warning=ExperimentalWarning', `${examples}${name}`];
    const { coordinatorUrl, dir } = network.cluster.directory;
    const args = [...source, coordinatorUrl, dir, 'ops', ...argv];
    return answerOf(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
  };

  test('pay_ether.ts', { timeout: 60_000 }, async () => {
    const { exit, stdout, stderr } = await runExample('pay_ether.ts', PAYEE, '0.25', '11155111', '3', '20');
    expect(exit, stderr).toBe(0);
    expect(parseTransaction(stdout.trim() as Hex)).toMatchObject({
      to: PAYEE,
      value: parseEther('0.25'),
      chainId: 11_155_111,
    });
    expect(await senderOf(stdout.trim())).toBe(getAddress(accountAt().address));
  });

  test('pay_token.ts', { timeout: 60_000 }, async () => {
    await using chain = await fakeChain();
    const { exit, stdout, stderr } = await runExample('pay_token.ts', '7', chain.url, USDC, PAYEE, '1000000');
    expect(exit, stderr).toBe(0);
    const [raw = '0x'] = chain.broadcast;
    expect(stdout).toBe(`${keccak256(raw)}\n`);
    expect(await senderOf(raw)).toBe(getAddress(accountAt(44, 60, 0, 0, 7).address));
  });
});

/** Answers what a wallet asks of a chain before it sends, and keeps what is sent. */
async function fakeChain(): Promise<AsyncDisposable & { readonly url: string; readonly broadcast: Hex[] }> {
  const broadcast: Hex[] = [];
  const answers: Readonly<Record<string, (params: readonly Hex[]) => unknown>> = {
    eth_chainId: () => '0x1',
    eth_getTransactionCount: () => '0x2',
    eth_estimateGas: () => '0xea60',
    eth_maxPriorityFeePerGas: () => '0x3b9aca00',
    eth_getBlockByNumber: () => ({ baseFeePerGas: '0x4a817c800', number: '0x1' }),
    eth_sendRawTransaction: ([raw = '0x']) => {
      broadcast.push(raw);
      return keccak256(raw);
    },
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { id, method, params } = JSON.parse(body);
    const answer = answers[method];
    const result = answer ? { result: answer(params) } : { error: { code: -32_601, message: `no ${method}` } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ jsonrpc: '2.0', id, ...result }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    broadcast,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
