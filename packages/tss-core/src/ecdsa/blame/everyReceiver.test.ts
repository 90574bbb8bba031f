import { expect, test } from 'vitest';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from '../../evidence/evidence.ts';
import { verifyEvidence } from '../../evidence/verifyEvidence.ts';
import { type Assignment, type PartyIndex, partyIndex } from '../../keys/structure.ts';
import { honestNetwork } from '../../testing/cheating.ts';
import { TEST_TRUST } from '../../testing/fixtures.ts';
import { signerOf } from '../ecdsaGroup.ts';
import type { Factor } from '../presign/messages.ts';
import type { Crook } from '../testing/crookedPresign.ts';
import { certificateOf, ecdsaKey, groupOf, RUN_SETTING, simulatePresign } from '../testing/simulateEcdsa.ts';

const p = partyIndex;
const key = ecdsaKey('ecdsa-secp256k1', [[3, [1, 2, 3, 4, 5]]]);
const ASSIGNMENT: Assignment = [[p(1), p(2), p(3)]];
const group = groupOf(key, ASSIGNMENT);

/** A false product for one other signer, which takes it in silence. */
function falseFor(receiver: PartyIndex, factor: Factor): Crook {
  const { paillier } = signerOf(group, receiver);
  return {
    products: (made) =>
      new Map(
        [...made].map(([to, one]) => {
          if (to !== receiver) return [to, one];
          const { D, F } = one.products[factor];
          const product = { D: paillier.add(D, paillier.encrypt(1n, 1n)), F };
          return [to, { ...one, products: { ...one.products, [factor]: product } }];
        }),
      ),
  };
}

// Signers stand in a circle: 3 after 2 is the next one, whose product is shown in round 5, and 2 after 3 the one after that.
test.each<[Factor, number, number, number]>([
  ['gamma', 2, 3, 5],
  ['x', 2, 3, 5],
  ['gamma', 3, 2, 6],
  ['x', 3, 2, 6],
])('attack 31: a false product of %s by %i for its accomplice %i is found in round %i', (factor, by, to, round) => {
  const crooks = new Map<PartyIndex, Crook>([
    [p(by), falseFor(p(to), factor)],
    [p(to), {}],
  ]);
  const adversary = honestNetwork(p(by), p(to));
  const { descriptor, outcomes } = simulatePresign(key, ASSIGNMENT, 'every receiver', { adversary, crooks });
  const outcome = outcomes.get(p(1));
  if (outcome?.kind !== 'fault') throw new Error(`it ended ${outcome?.kind}`);
  expect(outcome.fault).toMatchObject({ code: 'invalid-proof', culprits: [by], rounds: [1, 2, 4, round] });
  const subject: EvidenceSubject = {
    kind: 'presign',
    value: { descriptor, certificate: certificateOf(key.keygen), aux: key.aux },
  };
  const evidence = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
  expect(verifyEvidence(evidence, TEST_TRUST, RUN_SETTING).culprits).toMatchObject([{ party: by }]);
});
