import { ethHex } from 'micro-eth-signer';
import type { Need } from '../../need.ts';
import type { Description, DescriptionLine } from '../../prepared.ts';
import { printable } from '../../printable.ts';
import { scopeOf } from '../calls/readCall.ts';
import type { Reading } from '../calls/reading.ts';
import { needsOf, readingLines, warningsOf } from '../calls/readingLines.ts';
import { chainText } from '../chains.ts';
import type { EthereumSigner } from '../ethereumSigner.ts';
import { naming } from '../naming.ts';
import type { TypedData } from './parseTypedData.ts';
import { PERMIT_READERS } from './permit.ts';
import { SAFE_TX_READERS } from './safeTx.ts';
import type { TypedValue } from './typedValue.ts';

const READERS = { ...PERMIT_READERS, ...SAFE_TX_READERS };

/** Typed data in plain words and field by field, and what rules must say to it. */
export function describeTypedData(
  data: TypedData,
  { self, signedAs, serves }: EthereumSigner,
): { readonly description: Description; readonly needs: readonly Need[] } {
  const { chain, contract, domain, message } = data;
  const name = naming(self);
  const reading = readTypedData(data, self, name);
  const lines = [
    { label: 'Network', value: chain === undefined ? 'bound to no chain' : chainText(chain) },
    signedAs,
    ...(self === undefined ? [{ label: 'Serves', value: `${serves}, unless a field names one` }] : []),
    ...readingLines(reading),
    ...fieldLines('domain', domain, name),
    ...fieldLines('message', message, name),
  ];
  const where: Need[] =
    contract === undefined || chain === undefined ? [] : [{ kind: 'contract', chain, address: contract }];
  const bound: Need = chain === undefined ? { kind: 'unbound-typed-data', contract } : { kind: 'chain', chain };
  return {
    description: { title: reading.text, lines, warnings: [...boundWarnings(data), ...warningsOf(reading)] },
    needs: [bound, ...where, ...needsOf(reading)],
  };
}

/** What is meant, where the type is one that Quorate knows and the domain says who takes it. */
function readTypedData(
  { type, chain, contract, message }: TypedData,
  self: string | undefined,
  name: (address: string) => string,
): Reading {
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (read !== undefined && contract !== undefined) return read(message, contract, scopeOf(chain ?? 0, self));
  const taker = contract === undefined ? 'whoever takes it' : `contract ${name(contract)}`;
  const unread: Need[] = hasBytes(message) ? [{ kind: 'unread-typed-data', type: message.type, chain, contract }] : [];
  return {
    text: `Sign typed data ${message.type} for ${taker}`,
    warnings: [
      `Quorate does not know what a ${message.type} does: it is all in the fields, and in what ${taker} makes of them.`,
      ...unread.map(
        () =>
          `It has bytes that nobody can read here: they may be a call, or the hash of anything. Nodes sign it only if their rules name ${message.type} of this contract.`,
      ),
    ],
    needs: [{ kind: 'unknown-typed-data', type: message.type }, ...unread],
    inner: [],
  };
}

/** Whether any of it is of type `bytes` and not empty: the calldata of a user operation, the message of a SafeMessage. */
function hasBytes(value: TypedValue): boolean {
  switch (value.kind) {
    case 'struct':
      return value.fields.some((field) => hasBytes(field.value));
    case 'array':
      return value.items.some(hasBytes);
    case 'atom':
      return value.type === 'bytes' && value.value instanceof Uint8Array && value.value.length > 0;
  }
}

function boundWarnings({ chain, contract }: TypedData): string[] {
  const everywhere =
    'The typed data names no chain: the signature holds on every one. Nodes sign it only if their rules allow that.';
  return [
    ...(chain === undefined ? [everywhere] : []),
    ...(contract === undefined
      ? ['The typed data names no contract: any that knows the type can take the signature.']
      : []),
  ];
}

/** Every value by its place: `message.to.wallet`. */
function fieldLines(label: string, value: TypedValue, name: (address: string) => string): DescriptionLine[] {
  switch (value.kind) {
    case 'struct':
      return value.fields.flatMap((field) => fieldLines(`${label}.${field.name}`, field.value, name));
    case 'array':
      if (value.items.length === 0) return [{ label, value: 'an empty list' }];
      return value.items.flatMap((item, i) => fieldLines(`${label}[${i}]`, item, name));
    case 'atom': {
      const { type, value: atom } = value;
      if (typeof atom === 'string') return [{ label, value: type === 'address' ? name(atom) : `"${printable(atom)}"` }];
      return [{ label, value: atom instanceof Uint8Array ? ethHex.encode(atom) : String(atom) }];
    }
  }
}
