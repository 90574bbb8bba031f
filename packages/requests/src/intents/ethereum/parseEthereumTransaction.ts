import { keccak_256 } from '@noble/hashes/sha3.js';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { type AccessList, type AuthorizationItem, ethHex, Transaction, type TxCoder } from 'micro-eth-signer';
import { MAX_ETHEREUM_TRANSACTION_BYTES } from '../intent.ts';
import { orReject } from '../rejections.ts';
import { intrinsicGas } from './intrinsicGas.ts';
import type { Recoverable } from './recoverable.ts';

export type EthereumTransactionType = 'legacy' | 'eip2930' | 'eip1559' | 'eip7702';

/** An unsigned transaction. Addresses have their EIP-55 checksum, amounts are in wei. */
export interface EthereumTransaction {
  readonly type: EthereumTransactionType;
  readonly chain: number;
  readonly nonce: bigint;
  readonly gasLimit: bigint;
  /** The most that is paid per gas. */
  readonly maxFeePerGas: bigint;
  /** What the block's proposer gets of it; before EIP-1559 there is no such part. */
  readonly priorityFeePerGas: bigint | undefined;
  /** Undefined creates a contract. */
  readonly to: string | undefined;
  readonly value: bigint;
  readonly data: Uint8Array;
  readonly accessList: AccessList;
  readonly authorizations: readonly AuthorizationItem[];
  /** What is signed, 32 bytes. */
  readonly sighash: Uint8Array;
  /** The transaction in wire form with this signature in it, its hash, and whom the signature is of. */
  signedBy(signature: Recoverable): { readonly bytes: Uint8Array; readonly hash: string; readonly sender: string };
}

/**
 * Strict parse of an unsigned transaction as it is serialized for signing: legacy with EIP-155's chain id, or of type 1, 2
 * or 4 (EIP-2930, 1559, 7702). Canonical RLP only, no trailing bytes. Throws RequestRejected.
 */
export function parseEthereumTransaction(bytes: Uint8Array): EthereumTransaction {
  checkType(bytes);
  const transaction = orReject(undecodable, () => Transaction.fromBytes(bytes));
  if (transaction.isSigned) {
    throw new RequestRejected('nothing-to-sign', 'The transaction is signed already.', 'Give it without a signature.');
  }
  if (!equalBytes(transaction.toBytes({ includeSignature: false }), bytes)) throw undecodable();
  const { raw } = transaction;
  const type = supportedType(transaction.type);
  const costly = {
    to: raw.to === '0x' ? undefined : raw.to,
    data: ethHex.decode(raw.data),
    accessList: 'accessList' in raw ? raw.accessList : [],
    authorizations: 'authorizationList' in raw ? raw.authorizationList : [],
  };
  return {
    type,
    chain: chainOf(raw.chainId),
    nonce: raw.nonce,
    gasLimit: gasLimit(raw.gasLimit, intrinsicGas(costly)),
    ...fees(raw),
    ...costly,
    value: raw.value,
    sighash: keccak_256(bytes),
    signedBy(signature) {
      const signed = new Transaction(transaction.type, { ...raw, ...signature }, { strict: false });
      return { bytes: signed.toBytes(), hash: signed.hash, sender: signed.sender };
    },
  };
}

/** EIP-2718: the first byte is the type, or starts the list that a legacy transaction is. */
function checkType(bytes: Uint8Array): void {
  if (bytes.length > MAX_ETHEREUM_TRANSACTION_BYTES) {
    const most = `at most ${MAX_ETHEREUM_TRANSACTION_BYTES} are signed`;
    throw new RequestRejected('too-large', `The transaction has ${bytes.length} bytes; ${most}.`);
  }
  const [type = 0] = bytes;
  if (type >= 0xc0 || type === 1 || type === 2 || type === 4) return;
  if (type === 3) {
    throw new RequestRejected(
      'unsupported-type',
      'Blob transactions (type 3, EIP-4844) are not signed: what their blobs say is not in the transaction.',
    );
  }
  throw undecodable();
}

function supportedType(type: string): EthereumTransactionType {
  if (type === 'legacy' || type === 'eip2930' || type === 'eip1559' || type === 'eip7702') return type;
  throw undecodable();
}

function chainOf(chainId: bigint | undefined): number {
  if (chainId === undefined || chainId === 0n) {
    throw new RequestRejected(
      'unbound-chain',
      'The transaction names no chain, so its signature would hold on every one.',
      'Serialize it with the chain id, as EIP-155 wants it.',
    );
  }
  if (chainId <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(chainId);
  throw new RequestRejected('unsupported-chain', `No chain has the id ${chainId}.`);
}

function gasLimit(gas: bigint, least: bigint): bigint {
  if (gas >= least) return gas;
  const sentence = `The gas limit is ${gas}, and this transaction takes at least ${least} before any code runs.`;
  throw new RequestRejected('gas-too-low', sentence, 'Estimate its gas on its chain.');
}

type Raw = TxCoder<'legacy' | 'eip2930' | 'eip1559' | 'eip4844' | 'eip7702'>;

function fees(raw: Raw): Pick<EthereumTransaction, 'maxFeePerGas' | 'priorityFeePerGas'> {
  return 'gasPrice' in raw
    ? { maxFeePerGas: raw.gasPrice, priorityFeePerGas: undefined }
    : { maxFeePerGas: raw.maxFeePerGas, priorityFeePerGas: raw.maxPriorityFeePerGas };
}

function undecodable(): RequestRejected {
  return new RequestRejected(
    'undecodable',
    'These bytes are not an unsigned Ethereum transaction: legacy with a chain id, or of type 1, 2 or 4.',
    "Serialize it unsigned, for instance with viem's serializeTransaction(transaction).",
  );
}
