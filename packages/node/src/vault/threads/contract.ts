import { z } from 'zod';

/** What can be asked of a thread, by name. Everything that crosses is parsed by whoever receives it. */
export type Contract<C> = { readonly [K in keyof C]: { readonly params: object; readonly result: object } };

/** The same as functions. Refusals are RequestRejected; anything else thrown is a bug. */
export type Calls<C extends Contract<C>> = {
  readonly [K in keyof C]: (params: C[K]['params']) => Promise<C[K]['result']>;
};

/** The contract as data. */
export type Schemas<C extends Contract<C>> = {
  readonly [K in keyof C]: { readonly params: z.ZodType<C[K]['params']>; readonly result: z.ZodType<C[K]['result']> };
};

/** One end of a channel between threads: a worker, its parent's port, or a port of two workers. */
export interface Port {
  postMessage(message: object, transfer: ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** `params` are parsed by the contract's entry for `op`. */
export const callSchema = z.strictObject({ id: z.number(), op: z.string(), params: z.unknown() });

/** `result` is parsed by the contract's entry for the call. */
export const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), id: z.number(), result: z.unknown() }),
  /** A RequestRejected crosses the border between the threads as what it is. */
  z.strictObject({
    kind: z.literal('rejected'),
    id: z.number(),
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
  }),
  /** A bug; `message` says where and holds no secret. */
  z.strictObject({ kind: z.literal('broken'), id: z.number(), message: z.string() }),
]);
export type Answer = z.output<typeof answerSchema>;
