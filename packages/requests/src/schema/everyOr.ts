import { type Codec, mapped, nullable } from '@quorate/tss-core/wire';

/** A list, or `*` for everything, which is null on the wire. */
export function everyOr<T>(items: Codec<readonly T[]>): Codec<'*' | readonly T[]> {
  return mapped(
    nullable(items),
    (wire): '*' | readonly T[] => wire ?? '*',
    (value) => (value === '*' ? null : value),
  );
}
