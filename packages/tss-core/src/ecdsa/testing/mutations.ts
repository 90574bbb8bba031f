import type { Element, Group } from '../../groups/ciphersuite.ts';

/** A changed value, with what was changed. */
export type Mutation<T> = readonly [change: string, value: T];

/**
 * `value` with one leaf of it changed, for every leaf and every change that fits its kind. Of a list of more than two
 * items only the first and the last are changed, for all are read alike.
 */
export function mutationsOf<T extends object>(value: T, group: Group): readonly Mutation<T>[] {
  return mutate(value, group, '') as readonly Mutation<T>[];
}

function mutate(value: unknown, group: Group, at: string): readonly Mutation<unknown>[] {
  if (typeof value === 'bigint') return integers(value, at);
  if (typeof value === 'boolean') return [[`${at} flipped`, !value]];
  if (value instanceof Uint8Array) return byteStrings(value, at);
  if (Array.isArray(value)) return lists(value, group, at);
  if (isElement(value)) return elements(value, group, at);
  if (isRecord(value)) return fields(value, group, at);
  return [];
}

/** A plain object: keys and parameters have methods that a copy would lose. */
function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'multiplyUnsafe' in value;
}

function integers(value: bigint, at: string): readonly Mutation<bigint>[] {
  const changed: readonly Mutation<bigint>[] = [
    [`${at} plus one`, value + 1n],
    [`${at} negated`, -value],
    [`${at} zero`, 0n],
  ];
  return changed.filter(([, other]) => other !== value);
}

function byteStrings(value: Uint8Array, at: string): readonly Mutation<Uint8Array>[] {
  return [
    [`${at} with a bit flipped`, value.map((byte, i) => (i === 0 ? byte ^ 1 : byte))],
    [`${at} cut`, value.slice(1)],
    [`${at} empty`, new Uint8Array(0)],
  ];
}

function elements(value: Element, group: Group, at: string): readonly Mutation<Element>[] {
  return [
    [`${at} negated`, value.negate()],
    [`${at} plus the generator`, value.add(group.generator)],
    [`${at} the identity`, group.identity],
  ];
}

function lists(value: readonly unknown[], group: Group, at: string): readonly Mutation<unknown>[] {
  const changed = [...new Set([0, value.length - 1])].flatMap((i) =>
    mutate(value[i], group, `${at}[${i}]`).map(([change, item]): Mutation<unknown> => [change, value.with(i, item)]),
  );
  const [first, second] = value;
  return [
    ...changed,
    [`${at} without the last`, value.slice(0, -1)],
    [`${at} with the last twice`, [...value, value.at(-1)]],
    [`${at} with the first two exchanged`, [second, first, ...value.slice(2)]],
  ];
}

function fields(value: object, group: Group, at: string): readonly Mutation<unknown>[] {
  return Object.entries(value).flatMap(([name, field]: [string, unknown]) =>
    mutate(field, group, `${at}.${name}`).map(
      ([change, item]): Mutation<unknown> => [change, { ...value, [name]: item }],
    ),
  );
}
