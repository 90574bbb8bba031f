import type { Random } from '@quorate/tss-core';

const SYSTEM_PROGRAM = new Uint8Array(32);
const TRANSFER = 2;

/**
 * An unsigned transfer of lamports in Solana's wire format (a legacy message): one empty signature, then the message.
 * The recent blockhash is made up, so no validator would take it.
 */
export function solanaTransfer(from: Uint8Array, to: Uint8Array, lamports: bigint, random: Random): Uint8Array {
  const header = [1, 0, 1];
  const accounts = [from, to, SYSTEM_PROGRAM];
  const data = new Uint8Array(12);
  new DataView(data.buffer).setUint32(0, TRANSFER, true);
  new DataView(data.buffer).setBigUint64(4, lamports, true);
  const instruction = [2, 2, 0, 1, data.length, ...data];
  const message = [
    ...header,
    accounts.length,
    ...accounts.flatMap((key) => [...key]),
    ...random(32),
    1,
    ...instruction,
  ];
  return Uint8Array.from([1, ...new Uint8Array(64), ...message]);
}
