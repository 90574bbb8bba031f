import { nativeModExp } from '@quorate/node';
import {
  type Assignment,
  buildEvidence,
  ciphersuite,
  type EvidenceSubject,
  encodeEvidence,
  partyIndex,
  verifyEvidence,
} from '@quorate/tss-core';
import { verifyAuxCertificate } from '@quorate/tss-core/ecdsa';
import {
  anyResult,
  auxSecretsOfNode,
  type Crook,
  certificateOf,
  type EcdsaKey,
  ecdsaKey,
  FULL_SETTING,
  honestNetwork,
  identitiesOf,
  RememberingModExp,
  resultsOf,
  simulateAux,
  simulateEcdsaSign,
  simulatePresign,
  TEST_TRUST,
} from '@quorate/tss-core/testing';
import { expect, test } from 'vitest';

// Everything that nodes do with numbers of 3072 bits and all repetitions, as nodes compute it, in OpenSSL. What several
// parties verify alike is computed once; otherwise this would take some minutes.

const setting = { ...FULL_SETTING, modExp: new RememberingModExp(nativeModExp()) };
const [p1, p2] = [partyIndex(1), partyIndex(2)];
const ASSIGNMENT: Assignment = [[p1, p2]];
const made = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]], setting);
const certificate = certificateOf(made.keygen);

test('an aux ceremony of three, whose parameters then presign and sign', { timeout: 300_000 }, () => {
  const aux = anyResult(simulateAux(made.structure.parties, 'full size', {}, setting).outcomes);
  expect(() => verifyAuxCertificate(aux, identitiesOf(made.structure))).not.toThrow();
  const key: EcdsaKey = { ...made, aux };
  const message = new Uint8Array(32).fill(7);
  const presignatures = resultsOf(simulatePresign(key, ASSIGNMENT, 'full size').outcomes);
  const { outcomes } = simulateEcdsaSign(key, ASSIGNMENT, presignatures, message, 'full size');
  const { groupKey } = certificate.statement;
  expect(ciphersuite('ecdsa-secp256k1').verify(anyResult(outcomes), message, groupKey)).toBe(true);
});

test('attack 31: a false δ is traced to its author by Πdec (Fig. 9)', { timeout: 300_000 }, () => {
  const convicted = convictionOf(new Map([[p2, { opening: (said) => ({ ...said, delta: said.delta + 1n }) }]]));
  expect(convicted).toEqual({ code: 'invalid-proof', culprits: [2], rounds: [1, 2, 3, 4] });
});

test('attack 31: a false product behind χ is traced to its author by Πaff-g* (§4.3.1)', { timeout: 300_000 }, () => {
  const { paillier: N1 } = auxSecretsOfNode(p1, setting);
  const liar: Crook = {
    products: (truth) =>
      new Map(
        [...truth].map(([to, { products, secrets }]) => {
          const { D, F } = products.x;
          return [to, { secrets, products: { ...products, x: { D: N1.add(D, N1.encrypt(1n, 1n)), F } } }];
        }),
      ),
  };
  // The receiver is an accomplice that does not verify Πaff-g, or it would have ended in round 2.
  const convicted = convictionOf(
    new Map([
      [p1, {}],
      [p2, liar],
    ]),
  );
  expect(convicted).toEqual({ code: 'invalid-proof', culprits: [2], rounds: [1, 2, 4, 5] });
});

/** How a presigning with these crooks ends for party 1, and for a judge who was not there. */
function convictionOf(crooks: ReadonlyMap<typeof p1, Crook>) {
  const adversary = honestNetwork(...crooks.keys());
  const { descriptor, outcomes } = simulatePresign(made, ASSIGNMENT, 'failing', { adversary, crooks });
  const outcome = outcomes.get(p1);
  if (outcome?.kind !== 'fault') throw new Error(`party 1 ended ${outcome?.kind}`);
  const { fault, evidence } = outcome;
  const subject: EvidenceSubject = { kind: 'presign', value: { descriptor, certificate, aux: made.aux } };
  const { code, culprits } = verifyEvidence(
    encodeEvidence(buildEvidence(fault, evidence, subject)),
    TEST_TRUST,
    setting,
  );
  return { code, culprits: culprits.map(({ party }) => party), rounds: fault.rounds };
}
