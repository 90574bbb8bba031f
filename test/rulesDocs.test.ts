import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadNodeConfig } from '@quorate/node';
import { evaluate, fromHex, type Intent, keyContextAt, prepareIntent, type RuleSet } from '@quorate/requests';
import { PERMIT_TYPES } from '@quorate/requests/testing';
import { certificateOf, ecdsaKey } from '@quorate/tss-core/testing';
import {
  concat,
  encodeFunctionData,
  encodePacked,
  erc20Abi,
  type Hex,
  parseAbi,
  serializeTransaction,
  size,
  zeroAddress,
} from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClusterDirectory, writeClusterDirectory } from './support/clusterDirectory.ts';
import { documentBlocks } from './support/documentBlocks.ts';

/*
 * The rules that docs/operations.md shows allow what their description says, and nothing that differs in one thing.
 */

const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const SAFE = '0x4444444444444444444444444444444444444444';
const MULTI_SEND = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2';
const VAULT = '0x3333333333333333333333333333333333333333';
const ENTRY_POINT = '0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108';
const PAYEE = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const STRANGER = '0x2222222222222222222222222222222222222222';

const context = keyContextAt(certificateOf(ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]]).keygen).statement, []);
let directory: ClusterDirectory;
let rules: RuleSet;

beforeAll(async () => {
  directory = await writeClusterDirectory();
  const config = directory.nodeConfig('node-1');
  await writeFile(join(dirname(config), 'rules.yaml'), documentBlocks('docs/operations.md')('ethereum-rules.yaml'));
  ({ rules } = loadNodeConfig(config));
});

afterAll(() => rm(directory.dir, { recursive: true, force: true }));

function call(to: Hex, data: Hex, more: object = {}): Intent {
  const fees = { gas: 100_000n, maxFeePerGas: 30_000_000_000n, maxPriorityFeePerGas: 1n };
  const transaction = serializeTransaction({ type: 'eip1559', chainId: 1, nonce: 1, to, data, ...fees, ...more });
  return { kind: 'ethereum-transaction', value: { transaction: fromHex(transaction.slice(2)) } };
}

function transfer(to: Hex): Hex {
  return encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, 1_000_000n] });
}

/** A Safe's batch of one transfer, by the code of `multiSend`. */
function batch(multiSend: Hex, payee: Hex): Hex {
  const data = transfer(payee);
  const types = ['uint8', 'address', 'uint256', 'uint256', 'bytes'] as const;
  const packed = concat([encodePacked(types, [0, USDC, 0n, BigInt(size(data)), data])]);
  const items = encodeFunctionData({ abi: parseAbi(['function multiSend(bytes)']), args: [packed] });
  const abi = parseAbi([
    'function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)',
  ]);
  return encodeFunctionData({
    abi,
    args: [multiSend, 0n, items, 1, 0n, 0n, 0n, zeroAddress, zeroAddress, '0x1234'],
  });
}

const OPERATION_TYPES = {
  PackedUserOperation: [
    { name: 'sender', type: 'address' },
    { name: 'callData', type: 'bytes' },
  ],
} as const;

function typed(types: object, message: object, verifyingContract: Hex): Intent {
  const domain = { name: 'any', chainId: 1, verifyingContract };
  const json = JSON.stringify({ types, primaryType: Object.keys(types)[0], domain, message });
  return { kind: 'ethereum-typed-data', value: { json } };
}

function operation(contract: Hex, types: object = OPERATION_TYPES): Intent {
  return typed(types, { sender: SAFE, callData: '0x1234' }, contract);
}

function permit(spender: Hex, token: Hex = USDC): Intent {
  const message = { owner: SAFE, spender, value: '5', nonce: 0, deadline: 1_900_000_000 };
  return typed(PERMIT_TYPES, message, token);
}

function isAllowed(intent: Intent): boolean {
  const { needs } = prepareIntent(intent, context);
  return evaluate(rules, { desk: 'payments', keyName: 'hot', intentKind: intent.kind, needs }).allowed;
}

test.each<[string, Intent, readonly Intent[]]>([
  [
    'a transfer',
    call(USDC, transfer(PAYEE)),
    [call(USDC, transfer(STRANGER)), call(STRANGER, transfer(PAYEE)), call(USDC, transfer(PAYEE), { chainId: 10 })],
  ],
  [
    'a batch of the Safe',
    call(SAFE, batch(MULTI_SEND, PAYEE)),
    [
      call(SAFE, batch(MULTI_SEND, STRANGER)),
      call(SAFE, batch(VAULT, PAYEE)),
      call(STRANGER, batch(MULTI_SEND, PAYEE)),
    ],
  ],
  ['the function of the vault', call(VAULT, '0xb6b55f25'), [call(VAULT, '0xb6b55f26'), call(STRANGER, '0xb6b55f25')]],
  ['a permit', permit(PAYEE), [permit(STRANGER), permit(PAYEE, STRANGER)]],
  [
    'a user operation',
    operation(ENTRY_POINT),
    [operation(USDC), operation(ENTRY_POINT, { SafeOp: OPERATION_TYPES.PackedUserOperation })],
  ],
  ['a fee', call(USDC, transfer(PAYEE), { gas: 600_000n }), [call(USDC, transfer(PAYEE), { gas: 700_000n })]],
])('%s is allowed by the example rules, and not what differs in one thing', (_name, intent, others) => {
  expect(isAllowed(intent)).toBe(true);
  for (const other of others) expect(isAllowed(other)).toBe(false);
});
