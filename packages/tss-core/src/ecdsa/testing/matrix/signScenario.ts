import { publicKeyAt } from '../../../derivation/keyAt.ts';
import { ciphersuite } from '../../../groups/index.ts';
import type { Assignment } from '../../../keys/structure.ts';
import { signersOf } from '../../../sharing/assignment.ts';
import type { Scenario, ScenarioRun } from '../../../testing/matrix/scenario.ts';
import { presignRounds } from '../../presign/messages.ts';
import type { PresignatureCertificate } from '../../presign/statement.ts';
import { onlineRound } from '../../sign/ecdsaSign.ts';
import {
  certificateOf,
  type EcdsaKey,
  groupOf,
  resultsOf,
  type SimulatedEcdsa,
  simulateEcdsaSign,
  simulateInteractive,
  simulatePresign,
} from '../simulateEcdsa.ts';
import { presignMessages } from './presignScenario.ts';
import { CORRUPT, HONEST, saidRounds } from './saidRounds.ts';

const MESSAGE = new Uint8Array(32).fill(9);
/** A child of the key signs. */
const PATH = [1, 2];

/** Signing with presignatures, in one round, with party 2 corrupt. */
export function onlineScenario(key: EcdsaKey, assignment: Assignment): Scenario {
  return {
    ...about(key, assignment),
    run(seed, options) {
      const presignatures = resultsOf(simulatePresign(key, assignment, 'in advance').outcomes);
      const presignature = presignatures.get(HONEST)?.certificate ?? null;
      const signed = simulateEcdsaSign(key, assignment, presignatures, MESSAGE, seed, { ...options, path: PATH });
      return signingRun(key, presignature, signed);
    },
    messages: (recording) =>
      saidRounds(recording, [{ name: 'SignatureShare', round: onlineRound(groupOf(key, assignment)), to: 'all' }]),
  };
}

/** Presigning and signing in one session, with party 2 corrupt: what it says from round 3 on, as what is before is presigning. */
export function interactiveScenario(key: EcdsaKey, assignment: Assignment): Scenario {
  const { Conclude } = presignRounds(groupOf(key, assignment));
  return {
    ...about(key, assignment),
    run: (seed, options) =>
      signingRun(key, null, simulateInteractive(key, assignment, MESSAGE, seed, { ...options, path: PATH })),
    messages: (recording) =>
      saidRounds(recording, [
        ...presignMessages(key, assignment).filter(({ round }) => round.number >= 3),
        { name: 'Conclude', round: Conclude(1), to: 'all', label: 'a share' },
      ]),
  };
}

function about(key: EcdsaKey, assignment: Assignment): Pick<Scenario, 'scheme' | 'corrupt' | 'parties'> {
  return { scheme: key.structure.scheme, corrupt: CORRUPT, parties: signersOf(assignment) };
}

function signingRun(
  key: EcdsaKey,
  presignature: PresignatureCertificate | null,
  { descriptor, outcomes }: SimulatedEcdsa,
): ScenarioRun {
  const certificate = certificateOf(key.keygen);
  const publicKey = publicKeyAt(certificate.statement, PATH);
  return {
    outcomes,
    subject: { kind: 'ecdsa-signing', value: { descriptor, certificate, aux: key.aux, presignature } },
    engine: key.setting,
    checkResults(parties) {
      for (const party of parties) {
        const outcome = outcomes.get(party);
        const holds =
          outcome?.kind === 'done' && ciphersuite(key.structure.scheme).verify(outcome.result, MESSAGE, publicKey);
        if (!holds) throw new Error(`party ${party} has a false signature`);
      }
    },
  };
}
