import type { Assignment } from '../../../keys/structure.ts';
import { signersOf } from '../../../sharing/assignment.ts';
import { honestNetwork } from '../../../testing/cheating.ts';
import type { Scenario, ScenarioRun } from '../../../testing/matrix/scenario.ts';
import { presignRounds } from '../../presign/messages.ts';
import type { Crook } from '../crookedPresign.ts';
import { certificateOf, type EcdsaKey, groupOf, type SimulatedPresign, simulatePresign } from '../simulateEcdsa.ts';
import { CORRUPT, HONEST, type Said, saidRounds } from './saidRounds.ts';

/** Presigning with party 2 corrupt. */
export function presignScenario(key: EcdsaKey, assignment: Assignment): Scenario {
  return {
    scheme: key.structure.scheme,
    corrupt: CORRUPT,
    parties: signersOf(assignment),
    run: (seed, options) => presignRun(key, simulatePresign(key, assignment, seed, options)),
    messages: (recording) => saidRounds(recording, presignMessages(key, assignment)),
  };
}

/** What a signer says in rounds 1 to 4. */
export function presignMessages(key: EcdsaKey, assignment: Assignment): readonly Said[] {
  const { Commit, ProveRanges, Multiply, ProveProducts, Open, Judge } = presignRounds(groupOf(key, assignment));
  return [
    { name: 'Commit', round: Commit, to: 'all' },
    { name: 'ProveRanges', round: ProveRanges, to: HONEST },
    { name: 'Multiply', round: Multiply, to: 'all' },
    { name: 'ProveProducts', round: ProveProducts, to: HONEST },
    { name: 'Open', round: Open, to: 'all' },
    { name: 'Judge', round: Judge, to: 'all' },
  ];
}

/**
 * A presigning whose sums do not hold, and the search for whoever is to blame: party 2 lies, or what it changes in its
 * own part of the search. Others may be its accomplices.
 */
export function blameScenario(
  key: EcdsaKey,
  assignment: Assignment,
  crooks: ReadonlyMap<typeof CORRUPT, Crook>,
  messages: readonly ('alert' | 'product')[],
): Scenario {
  const { Judge, Conclude } = presignRounds(groupOf(key, assignment));
  const said: { readonly [kind in 'alert' | 'product']: Said } = {
    alert: { name: 'Judge', round: Judge, to: 'all', label: 'an alert' },
    product: { name: 'Conclude', round: Conclude(1), to: 'all', label: 'a product' },
  };
  const adversary = honestNetwork(...crooks.keys());
  return {
    scheme: key.structure.scheme,
    corrupt: CORRUPT,
    parties: [HONEST, CORRUPT],
    run: (seed, options) => presignRun(key, simulatePresign(key, assignment, seed, { adversary, ...options, crooks })),
    messages: (recording) =>
      saidRounds(
        recording,
        messages.map((kind) => said[kind]),
      ),
  };
}

function presignRun(key: EcdsaKey, { descriptor, outcomes }: SimulatedPresign): ScenarioRun {
  return {
    outcomes,
    subject: { kind: 'presign', value: { descriptor, certificate: certificateOf(key.keygen), aux: key.aux } },
    engine: key.setting,
    checkResults(parties) {
      if (parties.length > 0) throw new Error('a lie went through');
    },
  };
}
