import { anHonest, type Case, caseInFlight, manners, type Records } from './case.ts';
import { frameCorruptions } from './frameCorruptions.ts';
import type { SentMessage } from './scenario.ts';

/** The frame of a message left out, repeated, mangled or replaced by another real one. */
export function frameCases({ scenario, own, other }: Records, sent: SentMessage): readonly Case[] {
  const { corrupt } = scenario;
  const { round, to } = sent;
  const replays = {
    anotherParty: own.find(round, anHonest(scenario), 'all'),
    anotherSession: other.find(round, corrupt, to),
    anotherRound: own.find(round === 1 ? 2 : round - 1, corrupt, 'all'),
  };
  return frameCorruptions(own.get(round, corrupt, to), replays).flatMap(({ name: corruption, frames }) =>
    manners(sent).map((manner) =>
      caseInFlight(scenario, sent, { field: 'the frame', corruption, manner }, () => frames),
    ),
  );
}
