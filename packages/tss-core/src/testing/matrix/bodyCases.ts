import { ciphersuite } from '../../groups/index.ts';
import type { WireValue } from '../../wire/codec.ts';
import { bodyCorruptions } from './bodyCorruptions.ts';
import { type Case, caseInFlight, type Records, titleOf } from './case.ts';
import type { Donors } from './corruption.ts';
import { fieldCorruptions } from './fieldCorruptions.ts';
import { accepts, type Field, fieldsOf } from './fields.ts';
import type { Recording, SentMessage } from './scenario.ts';
import { bodyWith, decodeTree, type Path, valueAt } from './wireTree.ts';

/** A message with each of its fields corrupted in every way, and as a whole. */
export function bodyCases(records: Records, sent: SentMessage): readonly Case[] {
  const { group } = ciphersuite(records.scenario.scheme);
  const fields = fieldsOf(sent, group);
  return [...wholeBodyCases(records, sent), ...fields.flatMap((field) => fieldCases(records, sent, field))];
}

function wholeBodyCases(records: Records, sent: SentMessage): readonly Case[] {
  const otherRound = records.own.find(sent.round === 1 ? 2 : sent.round - 1, records.scenario.corrupt, 'all')?.body;
  return bodyCorruptions(sent, otherRound).flatMap(({ name: corruption, body }, i) =>
    lies(records, sent, { field: 'the whole body', corruption }, body, i === 0),
  );
}

function fieldCases(records: Records, sent: SentMessage, field: Field): readonly Case[] {
  const suite = ciphersuite(records.scenario.scheme);
  const decodes = (value: WireValue) => accepts(sent, field.path, value);
  const corruptions = fieldCorruptions(suite, field, decodes, donors(records, sent, field.path));
  // To one receiver alone it is all one which other value it gets: one that decodes, and one that does not.
  const forOne = [corruptions.find(({ value }) => decodes(value)), corruptions.find(({ value }) => !decodes(value))];
  return corruptions.flatMap((corruption) => {
    const body = bodyWith(decodeTree(sent.body), field.path, corruption.value);
    const what = { field: field.name, corruption: corruption.name };
    return lies(records, sent, what, body, forOne.includes(corruption));
  });
}

export function donors({ scenario, own, other }: Records, { round, to }: SentMessage, path: Path): Donors {
  const { parties, corrupt } = scenario;
  const inPlace = (recording: Recording, from: (typeof parties)[number]) => {
    const envelope = recording.find(round, from, to);
    return envelope && valueAt(decodeTree(envelope.body), path);
  };
  const others = parties.filter((party) => party !== corrupt && party !== to);
  const anotherParty = others.map((party) => inPlace(own, party)).find((value) => value !== undefined);
  return { anotherParty, anotherSession: inPlace(other, corrupt) };
}

/** A body said to all, in line with earlier rounds where there is something to be in line with, and to one alone. */
export function lies(
  { scenario }: Records,
  sent: SentMessage,
  what: Pick<Case, 'field' | 'corruption'>,
  body: Uint8Array,
  alsoToOne: boolean,
): readonly Case[] {
  const about = { round: sent.round, message: titleOf(sent), ...what };
  const toOne = caseInFlight(scenario, sent, { ...what, manner: 'one' }, ({ envelope, sign }) => [
    { kind: 'envelope', value: sign({ ...envelope, body }) },
  ]);
  return [
    { ...about, manner: 'all', options: { cheat: sent.lie(body) } },
    ...(sent.committed ? [{ ...about, manner: 'committed' as const, options: { cheat: sent.committed(body) } }] : []),
    ...(sent.to === 'all' && alsoToOne ? [toOne] : []),
  ];
}
