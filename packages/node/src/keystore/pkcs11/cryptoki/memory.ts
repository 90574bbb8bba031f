import { wipe } from '@quorate/tss-core';
import type { NativeArgument, NativeModule } from './nativeModule.ts';

/** CK_ULONG and pointers: 8 bytes, little-endian, on every platform that Quorate runs on. */
const WORD = 8;
const MAX_OUTPUT_BYTES = 1 << 21;

/** CK_UNAVAILABLE_INFORMATION: the length of an attribute that the module does not tell. */
export const UNAVAILABLE = 0xffff_ffff_ffff_ffffn;

export function words(...values: readonly (number | bigint)[]): Uint8Array {
  const memory = new Uint8Array(WORD * values.length);
  const view = new DataView(memory.buffer);
  for (const [i, value] of values.entries()) view.setBigUint64(WORD * i, BigInt(value), true);
  return memory;
}

export function wordAt(memory: Uint8Array, position: number): bigint {
  return new DataView(memory.buffer, memory.byteOffset).getBigUint64(WORD * position, true);
}

export function numberAt(memory: Uint8Array, position: number): number {
  return Number(wordAt(memory, position));
}

/** A CK_MECHANISM, and the memory that it points to. */
export interface Mechanism {
  readonly struct: Uint8Array;
  readonly holds: readonly Uint8Array[];
}

export function mechanism(
  module: NativeModule,
  type: number,
  parameter?: Uint8Array,
  holds: readonly Uint8Array[] = [],
): Mechanism {
  if (!parameter) return { struct: words(type, 0, 0), holds };
  return { struct: words(type, module.address(parameter), parameter.length), holds: [parameter, ...holds] };
}

/**
 * Runs a call with memory that only structures point to, so that it outlives the call. Without this the collector may
 * take memory which the module still reads.
 */
export async function holding<T>(memory: readonly unknown[], run: () => Promise<T>): Promise<T> {
  inUse.add(memory);
  try {
    return await run();
  } finally {
    inUse.delete(memory);
  }
}

const inUse = new Set<readonly unknown[]>();

/**
 * The output of a function that ends in (buffer, length): its real length comes back in the second.
 * @param room as many bytes as it can have
 */
export async function output(
  run: (buffer: Uint8Array, length: NativeArgument) => Promise<void>,
  room: number,
): Promise<Uint8Array> {
  if (room > MAX_OUTPUT_BYTES) throw new RangeError(`${room} bytes are too many for a call`);
  const buffer = new Uint8Array(room);
  const length = words(room);
  try {
    await run(buffer, length);
    return buffer.slice(0, Math.min(numberAt(length, 0), room));
  } finally {
    wipe(buffer);
  }
}
