import { z } from 'zod';

/** The name of a struct or of a field. */
export const IDENTIFIER = /^(?!__proto__$)[A-Za-z_$][A-Za-z0-9_$]{0,127}$/;
const TYPE = /^[A-Za-z_$][A-Za-z0-9_$]{0,127}(\[[0-9]{0,4}\]){0,4}$/;

const identifier = z.string().regex(IDENTIFIER, 'expected a name: letters, digits, _ and $');
const field = z.strictObject({ name: identifier, type: z.string().regex(TYPE, 'expected a type, such as uint256[]') });

/** EIP-712 typed data as `eth_signTypedData_v4` takes it; what its values are is for its own types to say. */
export const typedDataSchema = z.strictObject({
  types: z.record(identifier, z.array(field).max(64)),
  primaryType: identifier,
  domain: z.unknown(),
  message: z.unknown(),
});

export type TypedDataDocument = z.infer<typeof typedDataSchema>;
export type TypeTable = TypedDataDocument['types'];
export type TypeField = TypeTable[string][number];
