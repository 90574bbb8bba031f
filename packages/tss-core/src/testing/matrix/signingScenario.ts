import { signatureSharesRound, strictCommitmentsRound } from '../../frost/rounds.ts';
import { ciphersuite } from '../../groups/index.ts';
import { publicKeyOf } from '../../keys/publicKeyPackage.ts';
import { type Assignment, type KeyStructure, partyIndex } from '../../keys/structure.ts';
import { signersOf } from '../../sharing/assignment.ts';
import { keygenResults, type SimulatedSigning, simulateKeygen, simulateSigning } from '../fixtures.ts';
import { type Scenario, type ScenarioRun, sentMessage } from './scenario.ts';

/** What is signed: two messages, one of them empty. */
export const MESSAGES = [Uint8Array.of(1, 2, 3), new Uint8Array(0)];

/** FROST signing of two messages, with party 2 corrupt. */
export function signingScenario(structure: KeyStructure, assignment: Assignment): Scenario {
  const key = keygenResults(simulateKeygen(structure, 'key of the adversary matrix'));
  const corrupt = partyIndex(2);
  const { group } = ciphersuite(structure.scheme);
  return {
    scheme: structure.scheme,
    corrupt,
    parties: signersOf(assignment),
    run: (seed, options) => signingRun(simulateSigning(key, assignment, MESSAGES, seed, options)),
    messages: (recording) =>
      [
        { name: 'Commitments', round: strictCommitmentsRound(group, MESSAGES.length) },
        { name: 'SignatureShares', round: signatureSharesRound(group, MESSAGES.length) },
      ].map(({ name, round: { number, codec } }) => {
        const { body } = recording.get(number, corrupt, 'all');
        return sentMessage(corrupt, { round: number, to: 'all' }, { name, codec, body });
      }),
  };
}

/** How the signers ended, each with one true signature per message if with any. */
export function signingRun({ descriptor, certificate, outcomes }: SimulatedSigning): ScenarioRun {
  const suite = ciphersuite(descriptor.scheme);
  const publicKey = publicKeyOf(certificate);
  return {
    outcomes,
    subject: { kind: 'signing', value: { descriptor, certificate } },
    checkResults(parties) {
      for (const party of parties) {
        const outcome = outcomes.get(party);
        if (outcome?.kind !== 'done') throw new Error(`party ${party} has no signature`);
        const signatures = outcome.result;
        const hold = MESSAGES.every((message, m) =>
          suite.verify(signatures[m] ?? new Uint8Array(0), message, publicKey),
        );
        if (!hold || signatures.length !== MESSAGES.length) throw new Error(`party ${party} has a false signature`);
      }
    },
  };
}
