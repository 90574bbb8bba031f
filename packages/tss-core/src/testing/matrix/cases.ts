import { bodyCases } from './bodyCases.ts';
import type { Case } from './case.ts';
import { envelopeCases } from './envelopeCases.ts';
import { frameCases } from './frameCases.ts';
import { sampleCases } from './sampleCases.ts';
import { ANOTHER_SEED, Recording, type Scenario, type SentMessage } from './scenario.ts';

/**
 * Which cheats to try: `bodies` alone, where another scenario has tried the envelopes around them; of bodies that take
 * long to judge, `samples`.
 */
export type Extent = 'samples' | 'bodies' | 'bodies and envelopes';

/**
 * Every cheat of a scenario.
 * @param own its honest run, which all cheats begin with
 */
export function casesOf(scenario: Scenario, own: Recording, extent: Extent): readonly Case[] {
  const records = { scenario, own, other: Recording.of(scenario, ANOTHER_SEED) };
  const messages = scenario.messages(own);
  if (extent === 'samples') return messages.flatMap((sent) => sampleCases(records, sent));
  const bodies = messages.flatMap((sent) => bodyCases(records, sent));
  if (extent === 'bodies') return bodies;
  const places = placesOf(messages).flatMap((sent) => [...envelopeCases(records, sent), ...frameCases(records, sent)]);
  return [...bodies, ...places];
}

/** One message for each envelope, where a scenario has several that could stand in it. */
function placesOf(messages: readonly SentMessage[]): readonly SentMessage[] {
  return messages.filter(({ round, to }, i) => messages.findIndex((m) => m.round === round && m.to === to) === i);
}
