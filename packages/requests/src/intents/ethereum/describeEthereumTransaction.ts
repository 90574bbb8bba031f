import { keccak_256 } from '@noble/hashes/sha3.js';
import { ethHex } from 'micro-eth-signer';
import { count } from '../amounts.ts';
import type { Need } from '../need.ts';
import type { Description, DescriptionLine } from '../prepared.ts';
import { readAuthorizations } from './authorizations.ts';
import { readCall } from './calls/readCall.ts';
import { type Reading, recipientNeeds } from './calls/reading.ts';
import { needsOf, readingLines, warningsOf } from './calls/readingLines.ts';
import { chainText } from './chains.ts';
import { createdAddress } from './createdAddress.ts';
import { ether, gwei } from './ether.ts';
import { naming } from './naming.ts';
import type { EthereumTransaction, EthereumTransactionType } from './parseEthereumTransaction.ts';
import { transactionWarnings } from './transactionWarnings.ts';

const TYPES: Readonly<Record<EthereumTransactionType, string>> = {
  legacy: 'legacy transaction (EIP-155)',
  eip2930: 'EIP-2930 transaction',
  eip1559: 'EIP-1559 transaction',
  eip7702: 'EIP-7702 transaction',
};

/** A transaction in plain words, and what rules must say to it. `self` is our own address. Throws RequestRejected. */
export function describeEthereumTransaction(
  transaction: EthereumTransaction,
  self: string,
): { readonly description: Description; readonly needs: readonly Need[] } {
  const { chain, type, nonce, gasLimit, maxFeePerGas } = transaction;
  const name = naming(self);
  const reading = readTransaction(transaction, self);
  const delegations = readAuthorizations(transaction.authorizations, name);
  const lines = [
    { label: 'Network', value: `${chainText(chain)}, ${TYPES[type]}` },
    { label: 'From', value: name(self) },
    ...readingLines(reading),
    ...delegations.lines,
    { label: 'Nonce', value: String(nonce) },
    ...feeLines(transaction),
    ...accessLines(transaction),
  ];
  const warnings = [...delegations.warnings, ...warningsOf(reading), ...transactionWarnings(transaction)];
  const title = delegations.lines[0] === undefined ? reading.text : `Delegate accounts to code, and: ${reading.text}`;
  const fee: Need = { kind: 'ethereum-fee', chain, wei: gasLimit * maxFeePerGas, perGas: maxFeePerGas };
  const needs: readonly Need[] = [{ kind: 'chain', chain }, fee, ...delegations.needs, ...needsOf(reading)];
  return { description: { title, lines, warnings }, needs };
}

function readTransaction({ to, value, data, chain, nonce }: EthereumTransaction, self: string): Reading {
  if (to !== undefined) return readCall({ caller: self, to, value, data }, chain, self);
  const pays = value === 0n ? '' : `, and pay it ${ether(value, chain)}`;
  return {
    text: `Create a contract from ${data.length} bytes of code (keccak256 ${ethHex.encode(keccak_256(data))})${pays}`,
    warnings: ['Quorate cannot read what the code does: nodes sign it only if their rules allow contract creation.'],
    needs: [
      { kind: 'contract-creation', chain },
      ...recipientNeeds(value > 0n ? [createdAddress(self, nonce)] : [], { chain, self }),
    ],
    inner: [],
  };
}

function feeLines(transaction: EthereumTransaction): DescriptionLine[] {
  const { chain, gasLimit, maxFeePerGas, priorityFeePerGas } = transaction;
  const most = ether(gasLimit * maxFeePerGas, chain);
  const tip = priorityFeePerGas === undefined ? '' : `, of which ${gwei(priorityFeePerGas)} for priority`;
  return [{ label: 'Fee', value: `at most ${most}: ${gasLimit} gas at ${gwei(maxFeePerGas)}${tip}` }];
}

/** An access list changes what gas costs, and nothing that is done. */
function accessLines({ accessList }: EthereumTransaction): DescriptionLine[] {
  if (accessList.length === 0) return [];
  const keys = accessList.reduce((sum, { storageKeys }) => sum + storageKeys.length, 0);
  return [
    {
      label: 'Access list',
      value: `${count(accessList.length, 'contract')} with ${count(keys, 'storage slot')} (it only changes the gas)`,
    },
  ];
}
