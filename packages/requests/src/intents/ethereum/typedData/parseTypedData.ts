import { utf8ToBytes } from '@noble/hashes/utils.js';
import { RequestRejected } from '@quorate/tss-core';
import { canonicalJson } from '../../../schema/canonicalJson.ts';
import { parseWith } from '../../../schema/parseWith.ts';
import { MAX_TYPED_DATA_BYTES } from '../../intent.ts';
import { orReject } from '../../rejections.ts';
import { atomOf } from './fields.ts';
import { encodeType, hashTypedData } from './hashTypedData.ts';
import { isAtomType } from './parseAtom.ts';
import { type TypedDataDocument, type TypeField, type TypeTable, typedDataSchema } from './typedDataSchema.ts';
import { badTypedData, isObject, readStruct, type Struct } from './typedValue.ts';

export interface TypedData {
  readonly domain: Struct;
  readonly message: Struct;
  /** The whole type of the message, with all it refers to: what a contract recognises it by. */
  readonly type: string;
  /** What binds it to a chain; undefined when nothing does. */
  readonly chain: number | undefined;
  /** Which contract is to take it, by EIP-55. */
  readonly contract: string | undefined;
  /** What is signed, 32 bytes. */
  readonly digest: Uint8Array;
}

/** EIP-712's domain fields, in its order. */
const DOMAIN: readonly TypeField[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
];

/** Every type that is used is hashed with all those that it refers to. */
const MAX_TYPES = 64;

/**
 * Strict parse of EIP-712 typed data: canonical JSON, every field of every type there and no other, values in range.
 * Throws RequestRejected `too-large`, `undecodable`, `bad-typed-data`, `unsupported-chain`, `too-complex`.
 */
export function parseTypedData(json: string): TypedData {
  checkSize(json);
  const canonical = orReject(notJson, () => canonicalJson(json));
  if (canonical !== json) throw notCanonical();
  const document = parseDocument(json);
  checkTypeNames(Object.keys(document.types));
  const types: TypeTable = { ...document.types, EIP712Domain: domainType(document.domain, document.types) };
  if (document.primaryType === 'EIP712Domain') throw badTypedData('primaryType', 'the domain alone is not signed');
  const domain = readStruct(types, 'EIP712Domain', document.domain, 'domain');
  const message = readStruct(types, document.primaryType, document.message, 'message');
  return {
    domain,
    message,
    type: encodeType(types, document.primaryType),
    chain: chainOf(domain),
    contract: contractOf(domain),
    digest: hashTypedData(types, domain, message),
  };
}

function checkSize(json: string): void {
  const { length } = utf8ToBytes(json);
  if (length <= MAX_TYPED_DATA_BYTES) return;
  const most = `at most ${MAX_TYPED_DATA_BYTES} are signed`;
  throw new RequestRejected('too-large', `The typed data has ${length} bytes; ${most}.`);
}

function parseDocument(json: string): TypedDataDocument {
  try {
    return parseWith(typedDataSchema, JSON.parse(json), 'The typed data is not valid', 'bad-typed-data');
  } catch (problem) {
    throw problem instanceof RequestRejected ? new RequestRejected(problem.code, `${problem.message}.`) : problem;
  }
}

/** A struct called `uint256` is one to some libraries, and a number to others. */
function checkTypeNames(names: readonly string[]): void {
  if (names.length > MAX_TYPES) throw tooManyTypes();
  const taken = names.find(isAtomType);
  if (taken !== undefined) throw badTypedData(`types.${taken}`, 'Solidity has a type of this name');
}

/** The type of a domain is those of the standard fields that it has; where it is given, it must say so. */
function domainType(domain: unknown, types: TypeTable): TypeField[] {
  const expected = DOMAIN.filter(({ name }) => isObject(domain) && Object.hasOwn(domain, name));
  const given = Object.hasOwn(types, 'EIP712Domain') ? types.EIP712Domain : undefined;
  const text = (fields: readonly TypeField[]) => fields.map(({ name, type }) => `${type} ${name}`).join(',');
  if (expected.length === 0)
    throw badTypedData('domain', 'it is empty, so the signature would hold for every application');
  if (given === undefined || text(given) === text(expected)) return expected;
  throw badTypedData('types.EIP712Domain', `expected what the domain has, in the order of EIP-712: ${text(expected)}`);
}

function chainOf(domain: Struct): number | undefined {
  const chain = atomOf(domain, 'chainId');
  if (typeof chain !== 'bigint') return undefined;
  if (chain > 0n && chain <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(chain);
  throw new RequestRejected('unsupported-chain', `No chain has the id ${chain}.`);
}

function contractOf(domain: Struct): string | undefined {
  const contract = atomOf(domain, 'verifyingContract');
  return typeof contract === 'string' ? contract : undefined;
}

function tooManyTypes(): RequestRejected {
  return new RequestRejected('too-complex', `Typed data with more than ${MAX_TYPES} types is not signed.`);
}

function notJson(): RequestRejected {
  return new RequestRejected(
    'undecodable',
    'The typed data is not JSON, or gives a key twice, or a number that is not exact.',
    'Write integers above 2^53 in quotes.',
  );
}

function notCanonical(): RequestRejected {
  return new RequestRejected(
    'undecodable',
    'The typed data is not in the form that JSON.stringify writes: without white space and needless escapes.',
    'Quorate’s own client writes it so.',
  );
}
