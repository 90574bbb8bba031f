import { addr } from 'micro-eth-signer';
import { createContract } from 'micro-eth-signer/abi.js';
import { ether } from '../ether.ts';
import { argumentsOf, method } from './arguments.ts';
import { type Call, type CallReader, type Reading, recipientNeeds, type Scope } from './reading.ts';
import { readSafeTransaction } from './safeTransaction.ts';

const safe = createContract([
  method('execTransaction', [
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'data', type: 'bytes' },
    { name: 'operation', type: 'uint8' },
    { name: 'safeTxGas', type: 'uint256' },
    { name: 'baseGas', type: 'uint256' },
    { name: 'gasPrice', type: 'uint256' },
    { name: 'gasToken', type: 'address' },
    { name: 'refundReceiver', type: 'address' },
    { name: 'signatures', type: 'bytes' },
  ]),
] as const);

/** Safe, all versions from 1.0. */
export const SAFE_READERS: Readonly<Record<string, CallReader>> = {
  'execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)': readExecTransaction,
};

function readExecTransaction(call: Call, scope: Scope): Reading | undefined {
  const args = argumentsOf(safe.execTransaction, call.data);
  if (args === undefined) return undefined;
  const told = readSafeTransaction(call.to, { ...args, to: addr.addChecksum(args.to) }, scope);
  const paid = call.value === 0n ? [] : [`The call also pays ${ether(call.value, scope.chain)} into the Safe.`];
  return {
    ...told,
    warnings: [...told.warnings, ...paid],
    needs: [
      { kind: 'contract', chain: scope.chain, address: call.to },
      // Whether it is a Safe is known to the chain alone: whatever it is, it is paid.
      ...recipientNeeds(call.value > 0n ? [call.to] : [], scope),
      ...told.needs,
    ],
  };
}
