import { ciphersuite } from '../../groups/index.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { anHonest, type Case, caseInFlight, manners, type Records } from './case.ts';
import type { Corruption } from './corruption.ts';
import { envelopeMessage, frameWith, signatureCorruptions } from './envelopeCorruptions.ts';
import { fieldCorruptions } from './fieldCorruptions.ts';
import { accepts, type Field, fieldsOf } from './fields.ts';
import type { Recording, SentMessage } from './scenario.ts';
import { decodeTree, valueAt } from './wireTree.ts';

/** The envelope of a message with each of its fields corrupted in every way, its body being bytes among others. */
export function envelopeCases(records: Records, sent: SentMessage): readonly Case[] {
  const envelope = records.own.get(sent.round, records.scenario.corrupt, sent.to);
  const { group } = ciphersuite(records.scenario.scheme);
  return fieldsOf(envelopeMessage(envelope), group)
    .filter(({ path }) => path.length === 1)
    .flatMap((field) =>
      corruptionsOf(records, sent, field).flatMap((corruption) => fieldCases(records, sent, field, corruption)),
    );
}

function corruptionsOf({ scenario, own, other }: Records, sent: SentMessage, field: Field): readonly Corruption[] {
  const envelope = own.get(sent.round, scenario.corrupt, sent.to);
  const inPlace = (recording: Recording, from: PartyIndex) => {
    const donor = recording.find(sent.round, from, sent.to);
    return donor && valueAt(decodeTree(envelopeMessage(donor).body), field.path);
  };
  const corruptions = fieldCorruptions(
    ciphersuite(scenario.scheme),
    field,
    (value) => accepts(envelopeMessage(envelope), field.path, value),
    { anotherParty: inPlace(own, anHonest(scenario)), anotherSession: inPlace(other, scenario.corrupt) },
  );
  return isSignature(field) ? [...corruptions, ...signatureCorruptions(envelope)] : corruptions;
}

function fieldCases(
  { scenario, own }: Records,
  sent: SentMessage,
  field: Field,
  { name: corruption, value }: Corruption,
): readonly Case[] {
  const what = { field: field.name, corruption };
  const unsigned = caseInFlight(scenario, sent, { ...what, manner: 'unsigned' }, ({ envelope }) => [
    frameWith(envelope, field.path, value),
  ]);
  const message = envelopeMessage(own.get(sent.round, scenario.corrupt, sent.to));
  // A signature is not under a signature, and what is no envelope any more is not signed again.
  if (isSignature(field) || !accepts(message, field.path, value)) return [unsigned];
  const signed = manners(sent).map((manner) =>
    caseInFlight(scenario, sent, { ...what, manner }, ({ envelope, sign }) => [
      frameWith(envelope, field.path, value, sign),
    ]),
  );
  return [...signed, unsigned];
}

function isSignature({ name }: Field): boolean {
  return name === 'Envelope.signature';
}
