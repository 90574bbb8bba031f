import type { PartyIndex } from '../keys/structure.ts';
import type { SimulationResult } from './simulate.ts';

/** The results of a session that all parties finished; throws if one did not. */
export function resultsOf<R>(outcomes: SimulationResult<R>): ReadonlyMap<PartyIndex, R> {
  return new Map(
    [...outcomes].map(([index, outcome]) => {
      if (outcome.kind === 'done') return [index, outcome.result];
      const reason = outcome.kind === 'fault' ? outcome.fault.message : outcome.reason;
      throw new Error(`party ${index} ended ${outcome.kind}: ${reason}`);
    }),
  );
}

/** The result of one of the parties, where all finished. */
export function anyResult<R>(outcomes: SimulationResult<R>): R {
  const [first] = resultsOf(outcomes).values();
  if (first === undefined) throw new Error('nobody took part');
  return first;
}
