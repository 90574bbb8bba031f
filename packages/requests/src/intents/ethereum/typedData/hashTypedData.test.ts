import { expect, test } from 'vitest';
import { hashTypedData } from './hashTypedData.ts';
import type { TypeTable } from './typedDataSchema.ts';
import type { Struct } from './typedValue.ts';

test('a type is hashed once, however many structs are of it: it may be much longer than they are', () => {
  let reads = 0;
  const types: TypeTable = {
    List: [{ name: 'items', type: 'Item[]' }],
    get Item() {
      reads += 1;
      return [];
    },
  };
  const item: Struct = { kind: 'struct', type: 'Item', fields: [] };
  const items = Array.from({ length: 100 }, () => item);
  const list: Struct = { kind: 'struct', type: 'List', fields: [{ name: 'items', value: { kind: 'array', items } }] };
  expect(hashTypedData(types, item, list)).toHaveLength(32);
  expect(reads).toBeLessThan(10);
});
