import { equalBytes } from '../../bytes.ts';
import { ciphersuite } from '../../groups/index.ts';
import type { WireValue } from '../../wire/codec.ts';
import { donors, lies } from './bodyCases.ts';
import type { Case, Records } from './case.ts';
import { type Corruption, corruption } from './corruption.ts';
import { type Field, fieldsOf } from './fields.ts';
import type { SentMessage } from './scenario.ts';
import { bodyWith, decodeTree, encodeTree, isList } from './wireTree.ts';

/**
 * A message with each of its fields changed as little as can be, and replaced by what the same party said in another
 * session (attack 19). Proofs of large numbers take long to judge; each of their values has a test of its own, with many
 * more changes. Of many values of one kind, such as the answers to a challenge, the first and the last are changed.
 */
export function sampleCases(records: Records, sent: SentMessage): readonly Case[] {
  const fields = fieldsOf(sent, ciphersuite(records.scenario.scheme).group);
  return firstAndLastOfEach(fields).flatMap((field) =>
    corruptionsOf(records, sent, field).flatMap(({ name, value }) => {
      const body = bodyWith(decodeTree(sent.body), field.path, value);
      return lies(records, sent, { field: field.name, corruption: name }, body, false);
    }),
  );
}

function firstAndLastOfEach(fields: readonly Field[]): readonly Field[] {
  const kind = ({ name }: Field) => name.replaceAll(/\[\d+\]/g, '[]');
  return fields.filter((field, i) => {
    const isFirst = fields.findIndex((other) => kind(other) === kind(field)) === i;
    const isLast = fields.findLastIndex((other) => kind(other) === kind(field)) === i;
    return isFirst || isLast;
  });
}

function corruptionsOf(records: Records, sent: SentMessage, { path, value }: Field): readonly Corruption[] {
  const { anotherSession } = donors(records, sent, path);
  const replayed = anotherSession === undefined ? [] : [corruption("another session's", anotherSession)];
  return [smallest(value), ...replayed].filter((one) => !equalBytes(encodeTree(one.value), encodeTree(value)));
}

function smallest(value: WireValue): Corruption {
  if (isList(value)) return corruption('empty', []);
  if (typeof value === 'number') return corruption('one more', value + 1);
  if (typeof value === 'boolean') return corruption('the opposite', !value);
  if (!(value instanceof Uint8Array)) return corruption('unknown', 'nonsense');
  if (value.length === 0) return corruption('a byte more', Uint8Array.of(1));
  return corruption('the last bit', value.with(-1, (value.at(-1) ?? 0) ^ 1));
}
