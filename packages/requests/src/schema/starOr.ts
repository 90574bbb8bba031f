import { z } from 'zod';

/** `*` for everything, or a list. What is wrong inside of the list is told with its place, see `parseWith`. */
export function starOr<T>(list: z.ZodType<T>, what: string): z.ZodUnion<[z.ZodLiteral<'*'>, z.ZodType<T>]> {
  const error = ({ input }: { readonly input?: unknown }) =>
    Array.isArray(input) ? undefined : `expected "*" or a list of ${what}`;
  return z.union([z.literal('*'), list], { error });
}
