import { describe, expect, test } from 'vitest';
import type { SignedBatch } from '../frost/stock/commitmentBatch.ts';
import { type Assignment, MAX_PARTIES, type PartyIndex, partyIndex, SCHEMES } from '../keys/structure.ts';
import { MAX_BATCH_PAIRS } from '../session/reservation.ts';
import type { SessionOutcome } from '../session/sessionOutcome.ts';
import {
  type Cheat,
  changingBroadcast,
  identitySecretOf,
  keygenResults,
  offerPrepared,
  replenish,
  seededRandom,
  simulateKeygen,
  simulatePrepared,
  stockParties,
  structureOf,
  TEST_TRUST,
} from '../testing/index.ts';
import { signEnvelope } from '../wire/envelope.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence, MAX_EVIDENCE_BYTES } from './evidence.ts';
import { verifyEvidence } from './verifyEvidence.ts';

const [one, two, three] = [1, 2, 3].map(partyIndex) as [PartyIndex, PartyIndex, PartyIndex];
const assignment: Assignment = [[one, two]];
const messages = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
const falseShare = changingBroadcast(two, 1, flipped(-20));
const otherList = changingBroadcast(two, 1, flipped(5));

function flipped(at: number) {
  return (body: Uint8Array) => body.with(at, (body.at(at) ?? 0) ^ 1);
}

function scene(scheme: (typeof SCHEMES)[number]) {
  const run = keygenResults(simulateKeygen(structureOf(scheme, [2, [1, 2, 3]]), 'given in advance'));
  const random = seededRandom('given in advance');
  const parties = stockParties(run, 60, random);
  const certificate = run.get(one)?.certificate;
  if (!certificate) throw new Error('a certificate');
  return { parties, random, certificate };
}

type Scene = ReturnType<typeof scene>;

/** What party 1 can prove after a session in which party 2 cheats. */
function caseAfter({ parties, random, certificate }: Scene, cheat: Cheat) {
  const offer = offerPrepared(parties, assignment, messages, random);
  const { outcomes, batches } = simulatePrepared(parties, offer, { cheat });
  const fault = faultOf(outcomes.get(one));
  const subject: EvidenceSubject = { kind: 'signing', value: { descriptor: offer.descriptor, certificate } };
  return { fault, subject, batches, offer };
}

function faultOf(outcome: SessionOutcome<unknown> | undefined) {
  if (outcome?.kind !== 'fault') throw new Error(`party 1 ended ${outcome?.kind}`);
  return outcome;
}

type Case = ReturnType<typeof caseAfter>;

function judge({ fault: { fault, evidence }, subject, batches }: Case, given: readonly SignedBatch[] = batches) {
  return verifyEvidence(encodeEvidence(buildEvidence(fault, evidence, subject, given)), TEST_TRUST);
}

test.each(SCHEMES)('attack 21: a false share of a one-round session of %s convicts its sender offline', (scheme) => {
  expect(judge(caseAfter(scene(scheme), falseShare))).toMatchObject({
    code: 'invalid-share',
    kind: 'signing',
    culprits: [{ party: 2, node: 'node-2' }],
  });
});

describe('evidence of a one-round session', () => {
  const made = scene('frost-ed25519');

  test('shares for another commitment list than the session fixes convict their sender offline', () => {
    expect(judge(caseAfter(made, otherList))).toMatchObject({
      code: 'malformed-message',
      culprits: [{ party: 2, node: 'node-2' }],
    });
  });

  test.each<[string, Cheat]>([
    ['a false share', falseShare],
    ['another list', otherList],
  ])('of %s proves nothing without the batches, or with others', (_, cheat) => {
    const found = caseAfter(made, cheat);
    const [first, second] = found.batches;
    if (!first || !second) throw new Error('two batches');
    const other = replenish(partyOf(made, two), made.parties, 3, made.random);
    const forged = { ...second, signature: new Uint8Array(64).fill(1) };
    const changed = { ...second, batch: { ...second.batch, commitments: first.batch.commitments } };
    for (const batches of [[], [first], [second], [first, other], [first, forged], [first, changed]]) {
      expect(() => judge(found, batches)).toThrow(expect.objectContaining({ code: 'unproven' }));
    }
    expect(judge(found, [other, second, first, second]).culprits).toHaveLength(1);
  });

  test.each(['invalid-share', 'malformed-message'] as const)('%s frames nobody who sent the truth', (code) => {
    const found = caseAfter(made, falseShare);
    for (const culprits of [[one], [one, two], [three]]) {
      const evidence = buildEvidence({ code, culprits }, found.fault.evidence, found.subject, found.batches);
      expect(() => verifyEvidence(encodeEvidence(evidence), TEST_TRUST)).toThrow(
        expect.objectContaining({ code: 'unproven' }),
      );
    }
  });

  test('attack 21: an honest share is not judged under the list of another session, whoever describes it', () => {
    const first = caseAfter(made, falseShare);
    const second = caseAfter(made, falseShare);
    const mixed = { ...first, subject: second.subject };
    expect(() => judge(mixed)).toThrow(/of another session/);
  });

  test('a session that names other nonces than its signers set aside proves nothing', () => {
    const found = caseAfter(made, falseShare);
    const { descriptor } = found.offer;
    for (const changed of [
      { ...descriptor, presignatures: descriptor.presignatures.slice(1) },
      { ...descriptor, presignatures: [...descriptor.presignatures].reverse() },
      { ...descriptor, presignatures: [] },
      { ...descriptor, readies: [...descriptor.readies].reverse() },
    ]) {
      const subject: EvidenceSubject = {
        kind: 'signing',
        value: { descriptor: changed, certificate: made.certificate },
      };
      expect(() => judge({ ...found, subject })).toThrow(expect.objectContaining({ code: 'unproven' }));
    }
  });

  test('equivocation in the one round: two envelopes of one party convict it, with batches or without', () => {
    const { offer, subject, fault, batches } = caseAfter(made, falseShare);
    const sent = fault.evidence.find(({ from }) => from === two);
    if (!sent) throw new Error('the envelope of party 2');
    const other = signEnvelope({ ...sent, body: flipped(-21)(sent.body) }, identitySecretOf(2));
    expect(offer.descriptor.presignatures).toHaveLength(2);
    for (const given of [batches, []]) {
      const evidence = buildEvidence({ code: 'equivocation', culprits: [two] }, [sent, other], subject, given);
      expect(verifyEvidence(encodeEvidence(evidence), TEST_TRUST)).toMatchObject({ code: 'equivocation' });
    }
  });

  test('the largest batches of as many signers as there may be fit into evidence', () => {
    expect(MAX_PARTIES * MAX_BATCH_PAIRS * bytesPerPair(made)).toBeLessThan(0.8 * MAX_EVIDENCE_BYTES);
  });
});

function partyOf({ parties }: Scene, index: PartyIndex) {
  const party = parties.get(index);
  if (!party) throw new Error(`party ${index}`);
  return party;
}

/** What one pair takes in an encoded batch. */
function bytesPerPair(made: Scene): number {
  const { fault, subject, batches } = caseAfter(made, falseShare);
  const sizes = [batches, []].map(
    (given) => encodeEvidence(buildEvidence(fault.fault, fault.evidence, subject, given)).length,
  );
  const pairs = batches.reduce((sum, { batch }) => sum + batch.commitments.length, 0);
  return ((sizes[0] ?? 0) - (sizes[1] ?? 0)) / pairs;
}
