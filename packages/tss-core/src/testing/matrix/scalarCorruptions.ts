import type { Group } from '../../groups/ciphersuite.ts';
import { type Corruption, corruption } from './corruption.ts';

/** Other scalars, and encodings that are none (attack 17). */
export function scalarCorruptions(group: Group, value: Uint8Array): readonly Corruption[] {
  const scalar = group.decodeScalar(value);
  const others: readonly (readonly [string, bigint])[] = [
    ['one', 1n],
    ['one more', group.reduce(scalar + 1n)],
    ['negated', group.reduce(-scalar)],
    ['order - 1', group.order - 1n],
  ];
  const none: readonly (readonly [string, bigint])[] = [
    ['order', group.order],
    ['order + 1', group.order + 1n],
    ['itself + order', scalar + group.order],
  ];
  return [
    ...others.map(([name, other]) => corruption(name, group.encodeScalar(other))),
    ...none.flatMap(([name, other]) => (fits(group, other) ? [corruption(name, encodeAny(group, other))] : [])),
  ];
}

function fits(group: Group, integer: bigint): boolean {
  return integer < 1n << BigInt(8 * group.scalarLength);
}

/** An integer that is no scalar, encoded as if it were one: in the byte order that 1 shows. */
function encodeAny(group: Group, integer: bigint): Uint8Array {
  const littleEndian = group.encodeScalar(1n)[0] === 1;
  const encoded = Uint8Array.from({ length: group.scalarLength }, (_, i) => Number((integer >> BigInt(8 * i)) & 0xffn));
  return littleEndian ? encoded : encoded.reverse();
}
