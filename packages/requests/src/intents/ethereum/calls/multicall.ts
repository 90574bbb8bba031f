import { RequestRejected } from '@quorate/tss-core';
import { addr } from 'micro-eth-signer';
import { createContract, MULTICALL3 } from 'micro-eth-signer/abi.js';
import { ether } from '../ether.ts';
import { argumentsOf, type Method, method } from './arguments.ts';
import type { Call, CallReader, Reading, Scope } from './reading.ts';

const CALL = [
  { name: 'target', type: 'address' },
  { name: 'callData', type: 'bytes' },
] as const;
const CALL3 = [
  { name: 'target', type: 'address' },
  { name: 'allowFailure', type: 'bool' },
  { name: 'callData', type: 'bytes' },
] as const;
const CALL3_VALUE = [
  { name: 'target', type: 'address' },
  { name: 'allowFailure', type: 'bool' },
  { name: 'value', type: 'uint256' },
  { name: 'callData', type: 'bytes' },
] as const;

const calls = { name: 'calls', type: 'tuple[]', components: CALL } as const;
const required = { name: 'requireSuccess', type: 'bool' } as const;
const multicall = createContract([
  method('aggregate', [calls]),
  method('tryAggregate', [required, calls]),
  method('blockAndAggregate', [calls]),
  method('tryBlockAndAggregate', [required, calls]),
  method('aggregate3', [{ name: 'calls', type: 'tuple[]', components: CALL3 }]),
  method('aggregate3Value', [{ name: 'calls', type: 'tuple[]', components: CALL3_VALUE }]),
] as const);

/** One call of a batch, in whichever form the function takes it. */
interface Item {
  readonly target: string;
  readonly callData: Uint8Array;
  readonly value?: bigint;
}

/** Multicall3, at the address that it has on every chain: elsewhere a function of these names may do anything. */
export const MULTICALL_READERS: Readonly<Record<string, CallReader>> = {
  'aggregate((address,bytes)[])': readerOf(multicall.aggregate, (items) => items),
  'blockAndAggregate((address,bytes)[])': readerOf(multicall.blockAndAggregate, (items) => items),
  'tryAggregate(bool,(address,bytes)[])': readerOf(multicall.tryAggregate, (args) => args.calls),
  'tryBlockAndAggregate(bool,(address,bytes)[])': readerOf(multicall.tryBlockAndAggregate, (args) => args.calls),
  'aggregate3((address,bool,bytes)[])': readerOf(multicall.aggregate3, (items) => items),
  'aggregate3Value((address,bool,uint256,bytes)[])': readerOf(multicall.aggregate3Value, (items) => items),
};

function readerOf<T>(aggregate: Method<T>, itemsOf: (args: T) => readonly Item[]): CallReader {
  return (call, scope) => {
    const args = argumentsOf(aggregate, call.data);
    return args === undefined || call.to !== MULTICALL3 ? undefined : readBatch(call, itemsOf(args), scope);
  };
}

/** The calls are made by Multicall3, not by who asks it: they move what is Multicall3's, or was approved to it. */
function readBatch(call: Call, items: readonly Item[], scope: Scope): Reading {
  checkValue(call, items, scope);
  return {
    text: `Have Multicall3 make ${items.length === 1 ? '1 call' : `${items.length} calls`} in its own name`,
    warnings: [],
    needs: [{ kind: 'contract', chain: scope.chain, address: call.to }],
    inner: items.map(({ target, callData, value = 0n }) =>
      scope.read({ caller: call.to, to: addr.addChecksum(target), value, data: callData }),
    ),
  };
}

/** What is paid in and not paid on stays in the contract, where anybody can take it. */
function checkValue({ value }: Call, items: readonly Item[], { chain }: Scope): void {
  const passedOn = items.reduce((sum, item) => sum + (item.value ?? 0n), 0n);
  if (value === passedOn) return;
  throw new RequestRejected(
    'value-with-call',
    `Multicall3 is paid ${ether(value, chain)} and passes on ${ether(passedOn, chain)}, so it is not signed.`,
  );
}
