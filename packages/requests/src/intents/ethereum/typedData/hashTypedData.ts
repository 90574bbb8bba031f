import { numberToBytesBE } from '@noble/curves/utils.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { TypeTable } from './typedDataSchema.ts';
import type { Atom, Struct, TypedValue } from './typedValue.ts';

/** EIP-712: keccak256(19 01 ‖ domainSeparator ‖ hashStruct(message)), 32 bytes. */
export function hashTypedData(types: TypeTable, domain: Struct, message: Struct): Uint8Array {
  const typeHash = typeHasher(types);
  return keccak_256(
    concatBytes(Uint8Array.of(0x19, 0x01), hashStruct(typeHash, domain), hashStruct(typeHash, message)),
  );
}

type TypeHasher = (type: string) => Uint8Array;

/** Hashes each type once, however many structs are of it: a type can be much longer than a struct of it. */
function typeHasher(types: TypeTable): TypeHasher {
  const known = new Map<string, Uint8Array>();
  return (type) => {
    const hash = known.get(type) ?? keccak_256(utf8ToBytes(encodeType(types, type)));
    known.set(type, hash);
    return hash;
  };
}

function hashStruct(typeHash: TypeHasher, { type, fields }: Struct): Uint8Array {
  return keccak_256(concatBytes(typeHash(type), ...fields.map(({ value }) => encodeValue(typeHash, value))));
}

/** A type with all that it refers to, those sorted by name: `Mail(Person from,Person to)Person(string name)`. */
export function encodeType(types: TypeTable, type: string): string {
  const all = new Set([type]);
  // What is added while it is iterated over is visited as well.
  for (const one of all)
    for (const { type: of } of types[one] ?? []) if (Object.hasOwn(types, baseOf(of))) all.add(baseOf(of));
  const [first, ...others] = all;
  return [first, ...others.sort()].map((one) => `${one}(${members(types, one)})`).join('');
}

function members(types: TypeTable, type: string | undefined): string {
  return (types[type ?? ''] ?? []).map(({ name, type: of }) => `${of} ${name}`).join(',');
}

function baseOf(type: string): string {
  return type.replace(/\[.*$/, '');
}

/** `encodeData` of one value: 32 bytes. */
function encodeValue(typeHash: TypeHasher, value: TypedValue): Uint8Array {
  switch (value.kind) {
    case 'struct':
      return hashStruct(typeHash, value);
    case 'array':
      return keccak_256(concatBytes(...value.items.map((item) => encodeValue(typeHash, item))));
    case 'atom':
      return encodeAtom(value);
  }
}

function encodeAtom({ type, value }: Atom): Uint8Array {
  if (typeof value === 'bigint') return word(BigInt.asUintN(256, value));
  if (typeof value === 'boolean') return word(value ? 1n : 0n);
  if (type === 'address' && typeof value === 'string') return word(BigInt(value));
  if (typeof value === 'string') return keccak_256(utf8ToBytes(value));
  return type === 'bytes' ? keccak_256(value) : concatBytes(value, new Uint8Array(32 - value.length));
}

function word(value: bigint): Uint8Array {
  return numberToBytesBE(value, 32);
}
