import { ethHex } from 'micro-eth-signer';
import { checksummed } from '../eip55.ts';
import { type Atom, badTypedData } from './typedValue.ts';

const SIZED = /^(uint|int|bytes)([0-9]*)$/;

/** Whether Solidity itself has the type, or could be thought to. */
export function isAtomType(type: string): boolean {
  return type === 'string' || type === 'bool' || type === 'address' || SIZED.test(type);
}

/** The value of a type that Solidity itself has; undefined for the name of a struct. Throws `bad-typed-data`. */
export function parseAtom(type: string, json: unknown, at: string): Atom['value'] | undefined {
  if (type === 'string') return parseString(json, at);
  if (type === 'bool') return parseBool(json, at);
  if (type === 'address') return parseAddress(json, at);
  const [, name, digits] = SIZED.exec(type) ?? [];
  if (name === undefined || digits === undefined) return undefined;
  if (name === 'bytes') return parseBytes(type, digits, json, at);
  return parseInteger(type, digits, json, at);
}

function parseString(json: unknown, at: string): string {
  if (typeof json === 'string' && json.isWellFormed()) return json;
  throw badTypedData(at, 'expected a string');
}

function parseBool(json: unknown, at: string): boolean {
  if (typeof json === 'boolean') return json;
  throw badTypedData(at, 'expected true or false');
}

function parseAddress(json: unknown, at: string): string {
  const address = typeof json === 'string' ? checksummed(json) : undefined;
  if (address !== undefined) return address;
  throw badTypedData(at, 'expected an address: 0x and 40 hex digits, with its checksum where it is in mixed case');
}

function parseBytes(type: string, digits: string, json: unknown, at: string): Uint8Array {
  const length = digits === '' ? undefined : Number(digits);
  if (length === 0 || (length !== undefined && (length > 32 || String(length) !== digits))) throw noSuchType(type, at);
  const isHex = typeof json === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(json);
  if (!isHex) throw badTypedData(at, 'expected bytes: 0x and hex digits');
  const bytes = ethHex.decode(json);
  if (length !== undefined && bytes.length !== length) throw badTypedData(at, `expected ${length} bytes`);
  return bytes;
}

function parseInteger(type: string, digits: string, json: unknown, at: string): bigint {
  const bits = digits === '' ? 256 : Number(digits);
  // EIP-712 has no type `uint`: solc hashes it as uint256, and so would libraries that differ from one another.
  if (digits === '' || bits === 0 || bits > 256 || bits % 8 !== 0 || String(bits) !== digits)
    throw noSuchType(type, at);
  const value = integer(json);
  if (value === undefined) throw badTypedData(at, 'expected an integer: a number, or digits or 0x hex in quotes');
  const signed = type.startsWith('int');
  const [min, max] = signed
    ? [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n]
    : [0n, (1n << BigInt(bits)) - 1n];
  if (value < min || value > max) throw badTypedData(at, `out of the range of ${type}`);
  return value;
}

function integer(json: unknown): bigint | undefined {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? BigInt(json) : undefined;
  if (typeof json !== 'string' || !/^(-?(0|[1-9][0-9]{0,77})|0x[0-9a-fA-F]{1,64})$/.test(json)) return undefined;
  return BigInt(json);
}

function noSuchType(type: string, at: string): Error {
  return badTypedData(at, `there is no type ${type}`);
}
