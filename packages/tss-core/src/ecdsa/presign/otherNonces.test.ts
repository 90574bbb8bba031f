import { expect, test } from 'vitest';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from '../../evidence/evidence.ts';
import { verifyEvidence } from '../../evidence/verifyEvidence.ts';
import { type PartyIndex, partyIndex } from '../../keys/structure.ts';
import { honestNetwork } from '../../testing/cheating.ts';
import { TEST_TRUST } from '../../testing/fixtures.ts';
import type { Crook } from '../testing/crookedPresign.ts';
import { RUN_SETTING, simulatePresign } from '../testing/simulateEcdsa.ts';
import { CERTIFICATE as certificate, FIRST_TWO, TWO_OF_THREE as key } from '../testing/twoOfThree.ts';

const p = partyIndex;

// All that it says from round 2 on fits together, its products too: Πelog alone tells, and without it Γ could be chosen
// after those of the others were seen.
test.each<[string, NonNullable<Crook['nonces']>, readonly number[]]>([
  ['γ behind Γ_i', (nonces) => ({ ...nonces, gamma: nonces.gamma + 1n }), [1, 2]],
  ['k behind Δ_i', (nonces) => ({ ...nonces, k: nonces.k + 1n }), [1, 2, 3]],
])('attack 31: another %s than was committed to convicts offline', (_, nonces, rounds) => {
  const crooks = new Map<PartyIndex, Crook>([[p(2), { nonces }]]);
  const { descriptor, outcomes } = simulatePresign(key, FIRST_TWO, 'other nonces', {
    adversary: honestNetwork(p(2)),
    crooks,
  });
  const outcome = outcomes.get(p(1));
  if (outcome?.kind !== 'fault') throw new Error(`it ended ${outcome?.kind}`);
  expect(outcome.fault).toMatchObject({ code: 'invalid-proof', culprits: [2], rounds });
  const subject: EvidenceSubject = { kind: 'presign', value: { descriptor, certificate, aux: key.aux } };
  const evidence = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
  expect(verifyEvidence(evidence, TEST_TRUST, RUN_SETTING).culprits).toMatchObject([{ node: 'node-2' }]);
});
