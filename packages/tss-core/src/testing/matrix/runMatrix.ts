import type { Case, Manner } from './case.ts';
import { casesOf, type Extent } from './cases.ts';
import { outcomeOf } from './outcome.ts';
import { Recording, type Scenario, SEED } from './scenario.ts';

/** One corruption of one field, and how it ended in each manner in which it was sent. */
export interface MatrixRow {
  readonly round: number;
  readonly message: string;
  readonly field: string;
  readonly corruption: string;
  readonly outcomes: ReadonlyMap<Manner, string>;
}

/** Runs every cheat of a scenario. Throws, naming the cheat, if one has an outcome that none may have. */
export function runMatrix(scenario: Scenario, extent: Extent): readonly MatrixRow[] {
  const recording = Recording.of(scenario, SEED);
  const rows = new Map<string, MatrixRow & { outcomes: Map<Manner, string> }>();
  for (const cheat of casesOf(scenario, recording, extent)) {
    const { round, message, field, corruption, manner } = cheat;
    const name = [round, message, field, corruption].join(' · ');
    const row = rows.get(name) ?? { round, message, field, corruption, outcomes: new Map() };
    rows.set(name, row);
    row.outcomes.set(manner, outcomeOfCase(scenario, recording, cheat, name));
  }
  return [...rows.values()];
}

function outcomeOfCase(scenario: Scenario, { rehearsal }: Recording, { manner, options }: Case, name: string): string {
  try {
    return outcomeOf(scenario, scenario.run(SEED, { ...options, staging: rehearsal.replay }));
  } catch (problem) {
    throw new Error(`${name} · ${manner}: ${problem instanceof Error ? problem.message : problem}`, { cause: problem });
  }
}
