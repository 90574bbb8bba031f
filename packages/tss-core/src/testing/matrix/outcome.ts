import { compareBytes } from '../../bytes.ts';
import type { ProtocolFault } from '../../errors.ts';
import { buildEvidence, encodeEvidence } from '../../evidence/evidence.ts';
import { verifyEvidence } from '../../evidence/verifyEvidence.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import type { Envelope } from '../../wire/envelope.ts';
import { TEST_TRUST } from '../fixtures.ts';
import type { Scenario, ScenarioRun } from './scenario.ts';

/**
 * How a run ended for the honest parties, in the words of the table. Throws if it ended as none may: an honest party
 * named as a culprit, evidence that convinces nobody who was not there, a wrong key or signature, or different keys.
 */
export function outcomeOf({ parties, corrupt }: Pick<Scenario, 'parties' | 'corrupt'>, run: ScenarioRun): string {
  const honest = parties.filter((party) => party !== corrupt);
  const done = honest.filter((party) => run.outcomes.get(party)?.kind === 'done');
  run.checkResults(done);
  const faults = honest.flatMap((party) => faultOf(party, corrupt, run));
  convict(faults, run);
  const codes = [...new Set(faults.map(({ fault }) => fault.code))].sort();
  const someFinish = done.length > 0 && done.length < honest.length ? ', the others finish' : '';
  if (codes.length > 0) return `**${codes.join(', ')}**${someFinish}`;
  return done.length === honest.length ? 'no effect' : `unblamed${someFinish}`;
}

interface Fault {
  readonly fault: ProtocolFault;
  readonly evidence: readonly Envelope[];
}

function faultOf(party: PartyIndex, corrupt: PartyIndex, { outcomes }: ScenarioRun): readonly Fault[] {
  const outcome = outcomes.get(party);
  if (outcome?.kind !== 'fault') return [];
  const { fault } = outcome;
  if (fault.culprits.length !== 1 || fault.culprits[0] !== corrupt) {
    throw new Error(`party ${party} blames ${fault.culprits} of ${fault.code}`);
  }
  return [outcome];
}

/** Everybody's evidence must convince whoever was not there; most often it is the same, in another order. */
function convict(faults: readonly Fault[], { subject, batches, engine }: ScenarioRun): void {
  const distinct = new Map(
    faults.map(({ fault, evidence }) => {
      const encoded = encodeEvidence(buildEvidence(fault, inOrder(evidence), subject, batches));
      return [String(encoded), { fault, encoded }] as const;
    }),
  );
  for (const { fault, encoded } of distinct.values()) {
    const { code, culprits } = verifyEvidence(encoded, TEST_TRUST, engine);
    const same = code === fault.code && culprits.length === 1 && culprits[0]?.party === fault.culprits[0];
    if (!same) throw new Error(`the evidence of ${fault.code} proves ${code} of ${culprits.map(({ node }) => node)}`);
  }
}

function inOrder(envelopes: readonly Envelope[]): readonly Envelope[] {
  return envelopes.toSorted((a, b) => a.round - b.round || a.from - b.from || compareBytes(a.body, b.body));
}
