import { createContract } from 'micro-eth-signer/abi.js';
import { knownToken, tokenAmount } from '../tokens.ts';
import { allowance, allowanceEffects } from './allowance.ts';
import { argumentsOf, method } from './arguments.ts';
import { type Call, type CallReader, type Reading, reading, type Scope } from './reading.ts';

const token = createContract([
  method('transfer', [
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
  ]),
  method('approve', [
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
  ]),
  method('increaseAllowance', [
    { name: 'spender', type: 'address' },
    { name: 'addedValue', type: 'uint256' },
  ]),
  method('transferFrom', [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
  ]),
  method('permit', [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
    { name: 'v', type: 'uint8' },
    { name: 'r', type: 'bytes32' },
    { name: 's', type: 'bytes32' },
  ]),
] as const);

/** ERC-20, with ERC-2612. Whether the contract is a token at all cannot be known offline: it is read as one. */
export const ERC20_READERS: Readonly<Record<string, CallReader>> = {
  'transfer(address,uint256)': readTransfer,
  'approve(address,uint256)': readApprove,
  'increaseAllowance(address,uint256)': readIncreaseAllowance,
  'transferFrom(address,address,uint256)': readTransferFrom,
  'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)': readPermit,
};

function readTransfer(call: Call, scope: Scope): Reading | undefined {
  const args = argumentsOf(token.transfer, call.data);
  if (args === undefined) return undefined;
  const amount = tokenAmount(args.value, scope.chain, call.to);
  const text = `Transfer ${amount} from ${scope.name(call.caller)} to ${scope.name(args.to)}`;
  return reading(text, call, scope, { warnings: payeeWarnings(args.to, call), recipients: [args.to] });
}

function readApprove(call: Call, scope: Scope): Reading | undefined {
  const args = argumentsOf(token.approve, call.data);
  if (args === undefined) return undefined;
  const { chain, name } = scope;
  const spender = name(args.spender);
  const nft = orNft(call, scope);
  const text = `Let ${spender} take ${allowance(args.value, chain, call.to)} from ${name(call.caller)}${nft}`;
  const { warnings, recipients } = allowanceEffects(args.value, args.spender, spender);
  // No allowance at all is, of a collection, the right to take the NFT of number 0.
  return reading(text, call, scope, { warnings, recipients: nft === '' ? recipients : [args.spender] });
}

function readIncreaseAllowance(call: Call, scope: Scope): Reading | undefined {
  const args = argumentsOf(token.increaseAllowance, call.data);
  if (args === undefined) return undefined;
  const { chain, name } = scope;
  const spender = name(args.spender);
  const more = tokenAmount(args.addedValue, chain, call.to);
  const text = `Let ${spender} take ${more} more than before from ${name(call.caller)}`;
  return reading(text, call, scope, allowanceEffects(args.addedValue, args.spender, spender));
}

function readTransferFrom(call: Call, scope: Scope): Reading | undefined {
  const args = argumentsOf(token.transferFrom, call.data);
  if (args === undefined) return undefined;
  const { chain, name } = scope;
  const amount = tokenAmount(args.value, chain, call.to);
  const text = `Transfer ${amount} from ${name(args.from)} to ${name(args.to)}${orNft(call, scope)}`;
  return reading(text, call, scope, { warnings: payeeWarnings(args.to, call), recipients: [args.to] });
}

function readPermit(call: Call, scope: Scope): Reading | undefined {
  const args = argumentsOf(token.permit, call.data);
  if (args === undefined) return undefined;
  const { chain, name } = scope;
  const spender = name(args.spender);
  const amount = allowance(args.value, chain, call.to);
  const text = `Let ${spender} take ${amount} from ${name(args.owner)}, who signed for it`;
  return reading(text, call, scope, allowanceEffects(args.value, args.spender, spender));
}

/** ERC-721 has functions of the same shape, and only the chain knows which it is; listed tokens are no NFTs. */
function orNft({ to }: Call, { chain }: Scope): string {
  return knownToken(chain, to) === undefined ? ' (of a collection of NFTs: the one of that number)' : '';
}

const ZERO = /^0x0{40}$/;

function payeeWarnings(payee: string, { to }: Call): string[] {
  if (ZERO.test(payee)) return ['The recipient is the zero address: nobody can ever use what is sent there.'];
  const isToken = payee.toLowerCase() === to.toLowerCase();
  return isToken ? ['The recipient is the token contract itself: what is sent there is usually lost.'] : [];
}
