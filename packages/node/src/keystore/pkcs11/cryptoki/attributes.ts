import { utf8ToBytes } from '@noble/hashes/utils.js';
import { CKA, CKR } from './constants.ts';
import { holding, UNAVAILABLE, wordAt, words } from './memory.ts';
import { ModuleFault } from './moduleFault.ts';
import type { NativeModule } from './nativeModule.ts';

export type AttributeName = keyof typeof CKA;
export type AttributeValue = boolean | number | string | Uint8Array;
/** What is wanted of an object, or what to look for. */
export type Template = readonly (readonly [AttributeName, AttributeValue])[];

const ATTRIBUTE_WORDS = 3;
const MAX_ATTRIBUTE_BYTES = 4096;

/** CK_ATTRIBUTE[], and the memory it points to. */
export interface EncodedTemplate {
  readonly structs: Uint8Array;
  readonly count: number;
  readonly values: readonly Uint8Array[];
}

export function encodeTemplate(module: NativeModule, template: Template): EncodedTemplate {
  const values = template.map(([, value]) => valueBytes(value));
  const structs = template.flatMap(([name], i) => {
    const bytes = values[i] ?? new Uint8Array();
    return [CKA[name], bytes.length > 0 ? module.address(bytes) : 0, bytes.length];
  });
  return { structs: words(...structs), count: template.length, values };
}

function valueBytes(value: AttributeValue): Uint8Array {
  if (typeof value === 'boolean') return Uint8Array.of(value ? 1 : 0);
  if (typeof value === 'number') return words(value);
  return typeof value === 'string' ? utf8ToBytes(value) : value;
}

/** Attributes of an object, as bytes; undefined for what the module does not tell. */
export async function readAttributes(
  module: NativeModule,
  session: number,
  object: number,
  names: readonly AttributeName[],
): Promise<Readonly<Partial<Record<AttributeName, Uint8Array>>>> {
  // One by one: of several, a module may fail all for the sake of one that it does not know.
  const read: Partial<Record<AttributeName, Uint8Array>> = {};
  for (const name of names) {
    const value = await readAttribute(module, session, object, name);
    if (value) read[name] = value;
  }
  return read;
}

async function readAttribute(
  module: NativeModule,
  session: number,
  object: number,
  name: AttributeName,
): Promise<Uint8Array | undefined> {
  const value = new Uint8Array(MAX_ATTRIBUTE_BYTES);
  const struct = words(CKA[name], module.address(value), value.length);
  try {
    await holding([value, struct], () => module.call('C_GetAttributeValue', session, object, struct, 1));
  } catch (problem) {
    if (problem instanceof ModuleFault && problem.is(CKR.ATTRIBUTE_TYPE_INVALID, CKR.ATTRIBUTE_SENSITIVE)) return;
    throw problem;
  }
  const length = wordAt(struct, ATTRIBUTE_WORDS - 1);
  return length === UNAVAILABLE || length > BigInt(MAX_ATTRIBUTE_BYTES) ? undefined : value.slice(0, Number(length));
}
