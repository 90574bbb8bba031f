import type { KeyStructure } from '../../../keys/structure.ts';
import { type Cheat, changingBroadcast } from '../../../testing/cheating.ts';
import { identitiesOf } from '../../../testing/fixtures.ts';
import { type Scenario, type ScenarioRun, SEED, type SentMessage } from '../../../testing/matrix/scenario.ts';
import { DecodeError, decodeCbor, encodeCbor } from '../../../wire/codec.ts';
import { MAX_BODY_BYTES } from '../../../wire/envelope.ts';
import { auxHeader } from '../../auxInfo/descriptor.ts';
import { contributionHash } from '../../auxInfo/judge.ts';
import {
  Certify,
  Commit,
  type Contribution,
  contributionCodec,
  ProveFactors,
  ProveModulus,
  Reveal,
} from '../../auxInfo/messages.ts';
import { auxGenerationOf, verifyAuxCertificate } from '../../auxInfo/statement.ts';
import { auxDescriptorOf, RUN_SETTING, type SimulatedAux, simulateAux } from '../simulateAux.ts';
import { CORRUPT, HONEST, saidRounds } from './saidRounds.ts';

/** An aux ceremony of the parties of a structure, with party 2 corrupt. */
export function auxScenario(structure: KeyStructure): Scenario {
  return {
    scheme: structure.scheme,
    corrupt: CORRUPT,
    parties: structure.parties.map(({ index }) => index),
    run: (seed, options) => auxRun(structure, simulateAux(structure.parties, seed, options)),
    messages: (recording) =>
      saidRounds(recording, [
        { name: 'Commit', round: Commit, to: 'all' },
        { name: 'Reveal', round: Reveal(RUN_SETTING), to: 'all' },
        { name: 'ProveModulus', round: ProveModulus(RUN_SETTING), to: 'all' },
        { name: 'ProveFactors', round: ProveFactors(RUN_SETTING), to: HONEST },
        { name: 'Certify', round: Certify, to: 'all' },
      ]).map((sent) =>
        sent.name === 'Reveal' ? { ...sent, committed: (lie) => committedTo(structure, sent, lie) } : sent,
      ),
  };
}

function auxRun(structure: KeyStructure, { descriptor, outcomes }: SimulatedAux): ScenarioRun {
  return {
    outcomes,
    subject: { kind: 'aux', value: { descriptor } },
    engine: RUN_SETTING,
    checkResults(parties) {
      const generations = parties.map((party) => {
        const outcome = outcomes.get(party);
        if (outcome?.kind !== 'done') throw new Error(`party ${party} has no generation`);
        verifyAuxCertificate(outcome.result, identitiesOf(structure));
        return String(auxGenerationOf(outcome.result.statement));
      });
      if (new Set(generations).size > 1) throw new Error('honest parties have different generations');
    },
  };
}

/** Commits in round 1 to the contribution that it will reveal, and goes on from that. */
function committedTo({ parties }: KeyStructure, honest: SentMessage, body: Uint8Array): Cheat {
  const contribution = decoded(body);
  if (!contribution) return honest.lie(body);
  const descriptor = auxDescriptorOf(parties, SEED);
  const context = { header: auxHeader(descriptor), orderHash: descriptor.orderHash, parties };
  const hash = encodeCbor(Commit.codec, contributionHash(RUN_SETTING, context, CORRUPT, contribution));
  const prepared = [changingBroadcast(CORRUPT, Commit.number, () => hash), honest.lie(body)];
  return {
    party: CORRUPT,
    aware: true,
    change: (exchange) => prepared.reduce((changed, cheat) => cheat.change(changed), exchange),
  };
}

function decoded(body: Uint8Array): Contribution | undefined {
  try {
    return decodeCbor(contributionCodec(RUN_SETTING), body, MAX_BODY_BYTES);
  } catch (problem) {
    if (problem instanceof DecodeError) return undefined;
    throw problem;
  }
}
