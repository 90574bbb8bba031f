import { partyIndex, RequestRejected } from '@quorate/tss-core';
import { z } from 'zod';

/** How rows are read: SQLite gives unknown values, and a store may have been written by another release. */
export const blob = z.instanceof(Uint8Array).transform((value) => Uint8Array.from(value));
export const blob32 = blob.refine((value) => value.length === 32, 'expected 32 bytes');
export const integer = z.int();
export const party = z.int().transform((value) => partyIndex(value));

/** Text columns that hold JSON. */
export const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' });
    return z.NEVER;
  }
});

/** Bytes inside such JSON, as hex. */
export const hexBytes = z
  .string()
  .regex(/^(?:[0-9a-f]{2})*$/)
  .transform((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));

/** @returns lowercase hex without 0x, as `hexBytes` reads it */
export function toHex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex');
}

/** A row that does not fit its table's shape was damaged, or written by hand. */
export function parseRow<T>(schema: z.ZodType<T>, row: object): T {
  // Rows have no prototype, which strict objects do not take.
  const parsed = schema.safeParse({ ...row });
  if (parsed.success) return parsed.data;
  const column = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new RequestRejected(
    'store-corrupt',
    `a row of the store cannot be read (column ${column})`,
    'restore a backup of this node; the other nodes keep signing meanwhile',
  );
}

export function parseOptionalRow<T>(schema: z.ZodType<T>, row: object | undefined): T | undefined {
  return row === undefined ? undefined : parseRow(schema, row);
}
