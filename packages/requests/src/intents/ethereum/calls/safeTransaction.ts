import { RequestRejected } from '@quorate/tss-core';
import type { Need } from '../../need.ts';
import { coinOf } from '../chains.ts';
import { ether, gwei } from '../ether.ts';
import { tokenAmount } from '../tokens.ts';
import { multiSendItems } from './multiSend.ts';
import { type Reading, recipientNeeds, type Scope } from './reading.ts';

/** Safe's Enum.Operation. */
const CALL = 0n;
const DELEGATECALL = 1n;

const ZERO = /^0x0{40}$/;
const NO_REFUND = { baseGas: 0n, gasPrice: 0n, gasToken: `0x${'0'.repeat(40)}`, refundReceiver: `0x${'0'.repeat(40)}` };

/** What a Safe (formerly Gnosis Safe) is told to do. */
export interface SafeTransaction {
  readonly to: string;
  readonly value: bigint;
  readonly data: Uint8Array;
  /** 0 calls `to`, 1 runs the code of `to` as the Safe itself. */
  readonly operation: bigint;
  /** Gas that is refunded whatever the transaction takes. */
  readonly baseGas: bigint;
  readonly gasPrice: bigint;
  readonly gasToken: string;
  readonly refundReceiver: string;
}

/** A Safe's transaction in plain words, whether it is executed or only signed for. */
export function readSafeTransaction(safe: string, transaction: SafeTransaction, scope: Scope): Reading {
  const { operation } = transaction;
  if (operation === CALL) return readCallBySafe(safe, transaction, scope);
  if (operation === DELEGATECALL) return readDelegatecall(safe, transaction, scope);
  throw new RequestRejected('undecodable-call', `A Safe has no operation ${operation}, so it is not signed.`);
}

function readCallBySafe(safe: string, transaction: SafeTransaction, scope: Scope): Reading {
  const { to, value, data } = transaction;
  const inner = scope.read({ caller: safe, to, value, data });
  return {
    text: `Have Safe ${scope.name(safe)} do this: ${inner.text}`,
    warnings: refundWarnings(transaction, scope),
    needs: refundNeeds(transaction, scope),
    inner: [inner],
  };
}

/**
 * Code that runs by delegatecall has the Safe's storage, balance and name: it can move everything and replace the Safe's
 * own code, whatever its calldata looks like. (Bybit, February 2025: `transfer(address,uint256)` of such code wrote the
 * address of a new implementation.) So what it claims to do is never read as what is done; only the batches of
 * MultiSend, of a contract that the rules name, are.
 */
function readDelegatecall(safe: string, transaction: SafeTransaction, scope: Scope): Reading {
  const { to, value, data } = transaction;
  const { chain, name } = scope;
  const batch = multiSendItems(data) ?? [];
  return {
    text: `Let the code of ${name(to)} act as Safe ${name(safe)} itself (delegatecall with ${data.length} bytes of calldata)`,
    warnings: [
      `A delegatecall can take everything that the Safe owns and replace its code: nodes sign it only if their rules name ${to}.`,
      ...(batch.length === 0
        ? []
        : [
            `What the batch does is said below as Safe's MultiSend would do it; whether ${to} is one is not known here.`,
          ]),
      ...(value === 0n
        ? []
        : [`The transaction also says ${ether(value, chain)}, which a delegatecall does not send.`]),
      ...refundWarnings(transaction, scope),
    ],
    needs: [{ kind: 'delegate', chain, address: to, account: safe }, ...refundNeeds(transaction, scope)],
    inner: batch.map((item) => readSafeTransaction(safe, { ...NO_REFUND, ...item }, scope)),
  };
}

/** Safe pays whoever executes it, if told so: a way to take its money that is easily overlooked. */
function refundWarnings(transaction: SafeTransaction, { chain, name }: Scope): string[] {
  const { baseGas, gasPrice, gasToken, refundReceiver } = transaction;
  if (gasPrice === 0n) return [];
  const receiver = ZERO.test(refundReceiver) ? 'whoever executes the transaction' : name(refundReceiver);
  const isCoin = ZERO.test(gasToken);
  const what = isCoin
    ? `${gwei(gasPrice)} of ${coinOf(chain)} per gas`
    : `${gasPrice} units of token ${gasToken} per gas`;
  const least = baseGas * gasPrice;
  const atLeast = isCoin ? `up to ${ether(least, chain)}` : `${tokenAmount(least, chain, gasToken)}`;
  return [
    `The Safe refunds ${receiver} for gas: ${what}, as long as it has any.`,
    ...(baseGas === 0n ? [] : [`It refunds ${baseGas} gas whatever the transaction takes, which pays ${atLeast}.`]),
  ];
}

function refundNeeds({ gasPrice, refundReceiver }: SafeTransaction, scope: Scope): Need[] {
  return recipientNeeds(gasPrice === 0n ? [] : [refundReceiver], scope);
}
