import { ethHex, Transaction } from 'micro-eth-signer';

/** An EIP-1559 transaction to be signed, in wei. */
export interface UnsignedEthereumTransaction {
  /** EIP-155 id. */
  readonly chain: number;
  readonly nonce: bigint;
  /** By EIP-55, or in lower case. */
  readonly to: string;
  readonly value: bigint;
  readonly data: Uint8Array;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: bigint;
  readonly priorityFeePerGas: bigint;
}

/** The transaction as it is serialized for signing: what the intent `ethereum-transaction` carries. */
export function serializeEthereumTransaction(transaction: UnsignedEthereumTransaction): Uint8Array {
  const { chain, nonce, to, value, data, gasLimit, maxFeePerGas, priorityFeePerGas } = transaction;
  const raw = {
    chainId: BigInt(chain),
    nonce,
    maxPriorityFeePerGas: priorityFeePerGas,
    maxFeePerGas,
    gasLimit,
    to,
    value,
    data: ethHex.encode(data),
    accessList: [],
  };
  return new Transaction('eip1559', raw, { strict: false }).toBytes({ includeSignature: false });
}
