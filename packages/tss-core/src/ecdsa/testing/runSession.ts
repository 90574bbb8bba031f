import type { Random } from '../../bytes.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import type { Protocol } from '../../protocol/protocol.ts';
import { cheating, honestNetwork } from '../../testing/cheating.ts';
import { identitySecretOf, type ScenarioOptions } from '../../testing/fixtures.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import { type SimulationResult, simulate } from '../../testing/simulate.ts';
import type { SessionHeader } from '../../wire/envelope.ts';

/** Runs one session among these parties, each with random bytes of its own that follow from the seed. */
export function runSession<R>(
  parties: readonly PartyIndex[],
  header: SessionHeader,
  seed: string,
  { cheat, staging = (_, make) => make(), adversary, schedule, onFrame }: ScenarioOptions,
  make: (self: PartyIndex, random: Random) => Protocol<R>,
): SimulationResult<R> {
  const acting = adversary ?? (cheat && honestNetwork(cheat.party));
  const simulated = parties.map((index) => {
    const protocol = staging(index, () => make(index, seededRandom(`${seed} ${index}`)));
    const acted = cheat?.party === index ? cheating(protocol, cheat) : protocol;
    return { index, identitySecret: identitySecretOf(index), protocol: acted };
  });
  return simulate(simulated, {
    header,
    ...(acting ? { adversary: acting } : {}),
    ...(schedule ? { schedule } : {}),
    ...(onFrame ? { onFrame } : {}),
  });
}

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

export function anyResult<R>(outcomes: SimulationResult<R>): R {
  const [first] = resultsOf(outcomes).values();
  if (first === undefined) throw new Error('nobody took part');
  return first;
}
