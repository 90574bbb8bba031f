import type { FaultCode } from '../../errors.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from '../../evidence/evidence.ts';
import { verifyEvidence } from '../../evidence/verifyEvidence.ts';
import { type PartyIndex, partyIndex } from '../../keys/structure.ts';
import { type Cheat, changingBroadcast, changingDirect } from '../../testing/cheating.ts';
import { type ScenarioOptions, TEST_TRUST } from '../../testing/fixtures.ts';
import { type Field, fieldsOf } from '../../testing/matrix/fields.ts';
import { bodyWith, decodeTree, isList } from '../../testing/matrix/wireTree.ts';
import { Rehearsal } from '../../testing/rehearsal.ts';
import type { SimulationResult } from '../../testing/simulate.ts';
import type { Codec, WireValue } from '../../wire/codec.ts';
import type { Envelope } from '../../wire/envelope.ts';
import { RUN_SETTING } from './simulateEcdsa.ts';

/** Always the corrupt one. */
export const CORRUPT = partyIndex(2);

/** A message of the corrupt party whose fields are changed. */
export interface Attacked {
  readonly name: string;
  readonly round: number;
  readonly to: PartyIndex | 'all';
  readonly codec: Codec<unknown>;
}

/** A protocol of which every run with the same options begins the same. */
export interface Scenario<R> {
  run(options: ScenarioOptions): { readonly outcomes: SimulationResult<R>; readonly subject: EvidenceSubject };
  readonly messages: readonly Attacked[];
  /** Throws unless what an honest party ended with is right. */
  check(result: R): void;
}

/** How one lie ended for the honest parties. */
export interface Ending {
  readonly message: string;
  readonly field: string;
  /** Why the corrupt party was convicted; undefined if nobody was named. */
  readonly code: FaultCode | undefined;
}

/**
 * Runs a lie for each value in each message of the corrupt party: the value is changed, and everybody hears the same.
 * Throws if an honest party is named, evidence convinces nobody who was not there, or a result is wrong.
 */
export function tryEveryField<R>(scenario: Scenario<R>): readonly Ending[] {
  const rehearsal = new Rehearsal();
  const sent: Envelope[] = [];
  scenario.run({
    staging: rehearsal.record,
    onFrame: (from, _to, frame) => {
      if (from === CORRUPT && frame.kind === 'envelope') sent.push({ ...frame.value, body: frame.value.body.slice() });
    },
  });
  return scenario.messages.flatMap((attacked) => {
    const { name, round, to, codec } = attacked;
    const body = sent.find((envelope) => envelope.round === round && envelope.to === to)?.body;
    if (!body) throw new Error(`${name} was never sent`);
    const fields = fieldsOf({ name, codec, body }, RUN_SETTING.group).filter(({ value }) => !isList(value));
    return sampled(fields).flatMap((field) =>
      otherValues(field).map((value) => {
        const cheat = lie(attacked, bodyWith(decodeTree(body), field.path, value));
        const code = codeOf(scenario, scenario.run({ cheat, staging: rehearsal.replay }), `${name}: ${field.name}`);
        return { message: name, field: field.name, code };
      }),
    );
  });
}

/** Of many values of one kind, such as the answers to a challenge, the first and the last. */
function sampled(fields: readonly Field[]): readonly Field[] {
  const kind = ({ name }: Field) => name.replaceAll(/\[\d+\]/g, '[]');
  return fields.filter((field, i) => {
    const isFirst = fields.findIndex((other) => kind(other) === kind(field)) === i;
    const isLast = fields.findLastIndex((other) => kind(other) === kind(field)) === i;
    return isFirst || isLast;
  });
}

function lie({ round, to }: Attacked, body: Uint8Array): Cheat {
  return to === 'all' ? changingBroadcast(CORRUPT, round, () => body) : changingDirect(CORRUPT, round, to, () => body);
}

/** The value with one bit changed; and for a point, which then most often is none, another point. */
function otherValues({ kind, value }: Field): readonly WireValue[] {
  if (typeof value === 'number') return [value + 1];
  if (typeof value === 'boolean') return [!value];
  if (!(value instanceof Uint8Array)) return ['another'];
  if (value.length === 0) return [Uint8Array.of(1)];
  const flipped = value.with(value.length - 1, (value.at(-1) ?? 0) ^ 1);
  const { generator } = RUN_SETTING.group;
  return kind === 'point' && value.length === 33 ? [flipped, generator.toBytes()] : [flipped];
}

function codeOf<R>(
  { check }: Scenario<R>,
  { outcomes, subject }: ReturnType<Scenario<R>['run']>,
  name: string,
): FaultCode | undefined {
  const codes = [...outcomes].flatMap(([party, outcome]) => {
    if (party === CORRUPT) return [];
    if (outcome.kind === 'done') check(outcome.result);
    if (outcome.kind !== 'fault') return [];
    const { fault, evidence } = outcome;
    if (fault.culprits.some((culprit) => culprit !== CORRUPT)) throw new Error(`${name}: ${fault.message}`);
    verifyEvidence(encodeEvidence(buildEvidence(fault, evidence, subject)), TEST_TRUST, RUN_SETTING);
    return [fault.code];
  });
  return codes[0];
}

/** How many lies about each message ended how. */
export function tally(endings: readonly Ending[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { message, code } of endings) {
    const name = `${message}: ${code ?? 'unblamed'}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
