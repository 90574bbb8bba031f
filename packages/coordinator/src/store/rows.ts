import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { z } from 'zod';

/** A BLOB column. */
export const blob = z.instanceof(Uint8Array);

/** A TEXT column that holds JSON of the given shape. */
export function json<T>(schema: z.ZodType<T>) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** Every row of a query, each checked against the shape it must have. */
export function readAll<T>(statement: StatementSync, schema: z.ZodType<T>, ...parameters: SQLInputValue[]): T[] {
  return statement.all(...parameters).map((row) => schema.parse(row));
}

export function readOne<T>(
  statement: StatementSync,
  schema: z.ZodType<T>,
  ...parameters: SQLInputValue[]
): T | undefined {
  const row = statement.get(...parameters);
  return row === undefined ? undefined : schema.parse(row);
}
