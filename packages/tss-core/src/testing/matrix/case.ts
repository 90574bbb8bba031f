import type { PartyIndex } from '../../keys/structure.ts';
import type { Envelope } from '../../wire/envelope.ts';
import type { ScenarioOptions } from '../fixtures.ts';
import type { Adversary, InFlight } from '../simulate.ts';
import type { Recording, Scenario, SentMessage } from './scenario.ts';

/**
 * How a corrupt message is sent: signed, to all or to one party alone; to all and in line with what its sender
 * committed to before; or with the signature of what was meant.
 */
export type Manner = 'all' | 'committed' | 'one' | 'unsigned';

/** One cheat: which value of which message is corrupted how, and the run that does it. */
export interface Case {
  readonly round: number;
  readonly message: string;
  readonly field: string;
  readonly corruption: string;
  readonly manner: Manner;
  readonly options: ScenarioOptions;
}

/** A scenario with its honest run, and one of another session to replay from. */
export interface Records {
  readonly scenario: Scenario;
  readonly own: Recording;
  readonly other: Recording;
}

/** A case that acts on one message of the corrupt party on its way. */
export function caseInFlight(
  scenario: Scenario,
  sent: SentMessage,
  what: Pick<Case, 'field' | 'corruption' | 'manner'>,
  act: (inFlight: InFlight & { envelope: Envelope }) => ReturnType<Adversary['tamper']>,
): Case {
  const { round, to } = sent;
  const adversary: Adversary = {
    corrupt: new Set([scenario.corrupt]),
    tamper(inFlight) {
      const { frame } = inFlight;
      if (frame.kind !== 'envelope' || frame.value.round !== round || frame.value.to !== to) return [frame];
      if (what.manner === 'one' && inFlight.to !== anHonest(scenario)) return [frame];
      return act({ ...inFlight, envelope: frame.value });
    },
  };
  return { round, message: titleOf(sent), ...what, options: { adversary } };
}

export function titleOf({ name, label }: SentMessage): string {
  return label ? `${name}, ${label}` : name;
}

export function anHonest({ parties, corrupt }: Scenario): PartyIndex {
  const found = parties.find((party) => party !== corrupt);
  if (found === undefined) throw new Error('nobody is honest');
  return found;
}

/** A broadcast can differ from receiver to receiver, a direct message has only one. */
export function manners(sent: SentMessage): readonly ('all' | 'one')[] {
  return sent.to === 'all' ? ['all', 'one'] : ['all'];
}
