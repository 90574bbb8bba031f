import { createContract } from 'micro-eth-signer/abi.js';
import { argumentsOf, method } from './arguments.ts';
import { type Call, type CallReader, type Reading, reading, type Scope } from './reading.ts';

const plain = createContract([
  method('safeTransferFrom', [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'id', type: 'uint256' },
  ]),
  method('setApprovalForAll', [
    { name: 'operator', type: 'address' },
    { name: 'approved', type: 'bool' },
  ]),
] as const);
const withData = createContract([
  method('safeTransferFrom', [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'id', type: 'uint256' },
    { name: 'data', type: 'bytes' },
  ]),
] as const);
const multiToken = createContract([
  method('safeTransferFrom', [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'id', type: 'uint256' },
    { name: 'amount', type: 'uint256' },
    { name: 'data', type: 'bytes' },
  ]),
] as const);

/** ERC-721 and ERC-1155. */
export const NFT_READERS: Readonly<Record<string, CallReader>> = {
  'safeTransferFrom(address,address,uint256)': (call, scope) =>
    transfer(argumentsOf(plain.safeTransferFrom, call.data), call, scope),
  'safeTransferFrom(address,address,uint256,bytes)': (call, scope) =>
    transfer(argumentsOf(withData.safeTransferFrom, call.data), call, scope),
  'safeTransferFrom(address,address,uint256,uint256,bytes)': (call, scope) =>
    transfer(argumentsOf(multiToken.safeTransferFrom, call.data), call, scope),
  'setApprovalForAll(address,bool)': readApprovalForAll,
};

interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly id: bigint;
  /** Of ERC-1155. */
  readonly amount?: bigint;
  readonly data?: Uint8Array;
}

function transfer(args: Transfer | undefined, call: Call, scope: Scope): Reading | undefined {
  if (args === undefined) return undefined;
  const { from, to, id, amount, data } = args;
  const what = amount === undefined ? `NFT ${id}` : `${amount} of token ${id}`;
  const extra = data === undefined || data.length === 0 ? '' : `, with ${data.length} bytes for the recipient`;
  const text = `Transfer ${what} of collection ${call.to} from ${scope.name(from)} to ${scope.name(to)}${extra}`;
  return reading(text, call, scope, { recipients: [to] });
}

function readApprovalForAll(call: Call, scope: Scope): Reading | undefined {
  const args = argumentsOf(plain.setApprovalForAll, call.data);
  if (args === undefined) return undefined;
  const operator = scope.name(args.operator);
  const owner = scope.name(call.caller);
  if (!args.approved) {
    return reading(`No longer let ${operator} transfer what ${owner} owns of collection ${call.to}`, call, scope);
  }
  const text = `Let ${operator} transfer everything that ${owner} owns of collection ${call.to}`;
  return reading(text, call, scope, {
    warnings: [`${operator} can then take every token of the collection, now and later.`],
    recipients: [args.operator],
  });
}
