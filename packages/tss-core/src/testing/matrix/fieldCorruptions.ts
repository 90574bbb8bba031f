import { equalBytes } from '../../bytes.ts';
import type { Ciphersuite } from '../../groups/ciphersuite.ts';
import type { WireValue } from '../../wire/codec.ts';
import { bitFlips, byteCorruptions } from './byteCorruptions.ts';
import { type Corruption, corruption, type Donors } from './corruption.ts';
import type { Field } from './fields.ts';
import { pointCorruptions } from './pointCorruptions.ts';
import { scalarCorruptions } from './scalarCorruptions.ts';
import { encodeTree, isList } from './wireTree.ts';

/**
 * Every corruption that applies to a field.
 * @param accepts whether its codec would take a value in its place
 */
export function fieldCorruptions(
  suite: Ciphersuite,
  field: Field,
  accepts: (value: WireValue) => boolean,
  { anotherParty, anotherSession }: Donors,
): readonly Corruption[] {
  const own = encodeTree(field.value);
  const borrowed = [
    ...(anotherParty === undefined ? [] : [corruption("another party's", anotherParty)]),
    ...(anotherSession === undefined ? [] : [corruption("another session's", anotherSession)]),
  ];
  return [...byKind(suite, field, accepts), ...borrowed].filter(({ value }) => !equalBytes(encodeTree(value), own));
}

function byKind(
  suite: Ciphersuite,
  { kind, value }: Field,
  accepts: (value: WireValue) => boolean,
): readonly Corruption[] {
  if (isList(value)) return listCorruptions(value);
  if (typeof value === 'number') return numberCorruptions(value);
  if (!(value instanceof Uint8Array)) return kindCorruptions();
  const any = [...bitFlips(value, accepts), ...byteCorruptions(value)];
  if (kind === 'point') return [...any, ...pointCorruptions(suite, value)];
  return kind === 'scalar' ? [...any, ...scalarCorruptions(suite.group, value)] : any;
}

/** Attack 8, where the length is a threshold; a structure or a choice with parts too many or too few elsewhere. */
function listCorruptions(items: readonly WireValue[]): readonly Corruption[] {
  const last = items.at(-1) ?? 0;
  return [
    corruption('empty', []),
    corruption('an item less', items.slice(0, -1)),
    corruption('an item more', [...items, last]),
    corruption(
      '256 items',
      Array.from({ length: 256 }, () => last),
    ),
    corruption('reversed', items.toReversed()),
    corruption('a number instead', 7),
  ];
}

function numberCorruptions(value: number): readonly Corruption[] {
  return [
    corruption('zero', 0),
    ...(value > 0 ? [corruption('one less', value - 1)] : []),
    corruption('one more', value + 1),
    corruption('two more', value + 2),
    corruption('max', 0xffff),
    corruption('max + 1', 0x10000),
    corruption('negative', -1),
    corruption('text instead', 'x'),
  ];
}

function kindCorruptions(): readonly Corruption[] {
  return [corruption('unknown', 'nonsense'), corruption('empty', ''), corruption('a number instead', 7)];
}
