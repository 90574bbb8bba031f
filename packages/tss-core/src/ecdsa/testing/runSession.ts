import type { Random } from '../../bytes.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import type { Protocol } from '../../protocol/protocol.ts';
import { identitySecretOf, networkOf, protocolOf, type ScenarioOptions } from '../../testing/fixtures.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import { type SimulationResult, simulate } from '../../testing/simulate.ts';
import type { SessionHeader } from '../../wire/envelope.ts';

/** Runs one session among these parties, each with random bytes of its own that follow from the seed. */
export function runSession<R>(
  parties: readonly PartyIndex[],
  header: SessionHeader,
  seed: string,
  options: ScenarioOptions,
  make: (self: PartyIndex, random: Random) => Protocol<R>,
): SimulationResult<R> {
  const simulated = parties.map((index) => {
    const protocol = protocolOf(index, options, () => make(index, seededRandom(`${seed} ${index}`)));
    return { index, identitySecret: identitySecretOf(index), protocol };
  });
  return simulate(simulated, { header, ...networkOf(options) });
}
