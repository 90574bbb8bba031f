import { bytesToNumberBE } from '@noble/curves/utils.js';
import { equalBytes } from '@quorate/tss-core';
import { addr, ethHex } from 'micro-eth-signer';
import { createContract } from 'micro-eth-signer/abi.js';
import { argumentsOf, method } from './arguments.ts';
import { selectorOf } from './selector.ts';

const contract = createContract([method('multiSend', [{ name: 'transactions', type: 'bytes' }])] as const);
const SELECTOR = ethHex.decode(selectorOf('multiSend(bytes)'));

/** One transaction of a batch, run as whoever calls MultiSend by delegatecall. */
export interface MultiSendItem {
  readonly to: string;
  readonly value: bigint;
  readonly data: Uint8Array;
  /** 0 calls, 1 delegatecalls. */
  readonly operation: bigint;
}

/** Operation (1 byte), address, value (32), length of the data (32), data; one after the other. */
const HEADER_BYTES = 1 + 20 + 32 + 32;

/** The batch, if this is calldata for Safe's `multiSend(bytes)`. */
export function multiSendItems(data: Uint8Array): readonly MultiSendItem[] | undefined {
  if (!equalBytes(data.subarray(0, 4), SELECTOR)) return undefined;
  const packed = argumentsOf(contract.multiSend, data);
  return packed === undefined ? undefined : unpack(packed);
}

function unpack(packed: Uint8Array): readonly MultiSendItem[] | undefined {
  const items: MultiSendItem[] = [];
  let rest = packed;
  while (rest.length > 0) {
    if (rest.length < HEADER_BYTES) return undefined;
    const length = bytesToNumberBE(rest.subarray(53, HEADER_BYTES));
    if (length > BigInt(rest.length - HEADER_BYTES)) return undefined;
    const end = HEADER_BYTES + Number(length);
    items.push({
      operation: BigInt(rest[0] ?? 0),
      to: addr.addChecksum(ethHex.encode(rest.subarray(1, 21))),
      value: bytesToNumberBE(rest.subarray(21, 53)),
      data: rest.subarray(HEADER_BYTES, end),
    });
    rest = rest.subarray(end);
  }
  return items;
}
