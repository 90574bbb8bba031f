import { bytesToNumberBE } from '@noble/curves/utils.js';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
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

const ZERO = /^0x0{40}$/;

/** Operation (1 byte), address, value (32), length of the data (32), data; one after the other. */
const HEADER_BYTES = 1 + 20 + 32 + 32;

/**
 * The batch, if this is calldata for Safe's `multiSend(bytes)`. Throws RequestRejected `undecodable-call` for one that is
 * not read to its end: the contract runs what it can, and rules would see none of it.
 */
export function multiSendItems(data: Uint8Array): readonly MultiSendItem[] | undefined {
  if (!equalBytes(data.subarray(0, 4), SELECTOR)) return undefined;
  const packed = argumentsOf(contract.multiSend, data);
  if (packed === undefined) throw unread();
  const items = unpack(packed);
  if (items.some(({ to }) => ZERO.test(to))) throw toNobody();
  return items;
}

function unpack(packed: Uint8Array): readonly MultiSendItem[] {
  const items: MultiSendItem[] = [];
  let rest = packed;
  while (rest.length > 0) {
    if (rest.length < HEADER_BYTES) throw unread();
    const length = bytesToNumberBE(rest.subarray(53, HEADER_BYTES));
    if (length > BigInt(rest.length - HEADER_BYTES)) throw unread();
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

function unread(): RequestRejected {
  return new RequestRejected(
    'undecodable-call',
    'A batch for MultiSend is not in the one encoding that Quorate reads, so it is not signed.',
    'Encode it as Safe does: item after item, and nothing behind the last.',
  );
}

function toNobody(): RequestRejected {
  return new RequestRejected(
    'undecodable-call',
    'A batch for MultiSend calls the zero address, which from version 1.5 on is the Safe itself, so it is not signed.',
    'Name the address that is meant.',
  );
}
