import { preparedSharesRound } from '../../frost/preparedRound.ts';
import { ciphersuite } from '../../groups/index.ts';
import { type Assignment, type KeyStructure, partyIndex } from '../../keys/structure.ts';
import { signersOf } from '../../sharing/assignment.ts';
import { keygenResults, type ScenarioOptions, simulateKeygen } from '../fixtures.ts';
import { offerPrepared, simulatePrepared, stockParties } from '../prepared.ts';
import { seededRandom } from '../seededRandom.ts';
import { type Recording, type Scenario, type ScenarioRun, type SentMessage, sentMessage } from './scenario.ts';
import { MESSAGES, signingRun } from './signingScenario.ts';
import { decodeTree, valueAt } from './wireTree.ts';

/** FROST signing of two messages in one round, with commitments given in advance and party 2 corrupt. */
export function preparedScenario(structure: KeyStructure, assignment: Assignment): Scenario {
  const key = keygenResults(simulateKeygen(structure, 'key of the adversary matrix'));
  const corrupt = partyIndex(2);
  return {
    scheme: structure.scheme,
    corrupt,
    parties: signersOf(assignment),
    run: (seed, options) => preparedRun(key, assignment, seed, options),
    messages: (recording) => [sharesOf(recording, structure, corrupt)],
  };
}

function preparedRun(
  key: ReturnType<typeof keygenResults>,
  assignment: Assignment,
  seed: string,
  options: ScenarioOptions,
): ScenarioRun {
  const random = seededRandom(seed);
  const parties = stockParties(key, MESSAGES.length, random);
  const offer = offerPrepared(parties, assignment, MESSAGES, random);
  const { outcomes, batches } = simulatePrepared(parties, offer, options);
  const [result] = key.values();
  if (!result) throw new Error('an empty keygen');
  return { ...signingRun({ descriptor: offer.descriptor, certificate: result.certificate, outcomes }), batches };
}

/** The session fixes the commitment list, and every body must name it. */
function sharesOf(recording: Recording, structure: KeyStructure, corrupt: Scenario['corrupt']): SentMessage {
  const { body } = recording.get(1, corrupt, 'all');
  const listHash = valueAt(decodeTree(body), [0]);
  if (!(listHash instanceof Uint8Array)) throw new Error('the shares name no commitment list');
  const { number, codec } = preparedSharesRound(ciphersuite(structure.scheme), MESSAGES.length, listHash);
  return sentMessage(corrupt, { round: number, to: 'all' }, { name: 'PreparedShares', codec, body });
}
