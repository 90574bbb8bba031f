import { createContract } from 'micro-eth-signer/abi.js';
import { MAINNET } from '../chains.ts';
import { ether } from '../ether.ts';
import { argumentsOf, method } from './arguments.ts';
import { type Call, type CallReader, type Reading, reading, type Scope } from './reading.ts';

/** Wrapped ether on mainnet. Anybody's contract may have a function `deposit`; only here is it known what it does. */
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';

const weth = createContract([method('withdraw', [{ name: 'wad', type: 'uint256' }])] as const);

export const WETH_READERS: Readonly<Record<string, CallReader>> = {
  'deposit()': readDeposit,
  'withdraw(uint256)': readWithdraw,
};

function isWeth({ to }: Call, { chain }: Scope): boolean {
  return chain === MAINNET && to === WETH;
}

function readDeposit(call: Call, scope: Scope): Reading | undefined {
  if (!isWeth(call, scope) || call.data.length > 4) return undefined;
  return reading(`Wrap ${ether(call.value, scope.chain)} into WETH of ${scope.name(call.caller)}`, call, scope);
}

function readWithdraw(call: Call, scope: Scope): Reading | undefined {
  const wad = argumentsOf(weth.withdraw, call.data);
  if (wad === undefined || !isWeth(call, scope)) return undefined;
  return reading(`Unwrap ${ether(wad, scope.chain)} from WETH of ${scope.name(call.caller)}`, call, scope);
}
