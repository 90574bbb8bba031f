import { describe, expect, test } from 'vitest';
import { presignRounds } from '../ecdsa/presign/messages.ts';
import { presignatureId, presignatureStatementType } from '../ecdsa/presign/statement.ts';
import { presignatureReservation } from '../ecdsa/stock/namedPresignature.ts';
import {
  groupOf,
  RUN_SETTING,
  resultsOf,
  simulateEcdsaSign,
  simulateInteractive,
  simulatePresign,
} from '../ecdsa/testing/simulateEcdsa.ts';
import { CERTIFICATE as certificate, FIRST_TWO, TWO_OF_THREE as key } from '../ecdsa/testing/twoOfThree.ts';
import type { FaultCode } from '../errors.ts';
import { partyIndex } from '../keys/structure.ts';
import { signingSessionId } from '../session/descriptor.ts';
import type { SessionOutcome } from '../session/sessionOutcome.ts';
import { changingBroadcast } from '../testing/cheating.ts';
import { identitySecretOf } from '../testing/fixtures.ts';
import { randomBelow, seededRandom, TEST_TRUST } from '../testing/index.ts';
import { encodeCbor } from '../wire/codec.ts';
import { signEnvelope } from '../wire/envelope.ts';
import { signStatement } from '../wire/statement.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from './evidence.ts';
import { verifyEvidence } from './verifyEvidence.ts';

const p = partyIndex;
const MESSAGE = new Uint8Array(32).fill(6);
const rounds = presignRounds(groupOf(key, FIRST_TWO));

function faultOf(outcome: SessionOutcome<unknown> | undefined) {
  if (outcome?.kind !== 'fault') throw new Error(`it ended ${outcome?.kind}`);
  return outcome;
}

/** Party 2 sends a false share in a session with a presignature. */
function falseShare() {
  const presignatures = resultsOf(simulatePresign(key, FIRST_TWO, 'evidence').outcomes);
  const cheat = changingBroadcast(p(2), 1, (body) => body.with(20, (body[20] ?? 0) ^ 1));
  const { descriptor, outcomes } = simulateEcdsaSign(key, FIRST_TWO, presignatures, MESSAGE, 'online', { cheat });
  const presignature = presignatures.get(p(1))?.certificate;
  if (!presignature) throw new Error('no presignature');
  const { fault, evidence } = faultOf(outcomes.get(p(1)));
  return { fault, evidence, value: { descriptor, certificate, aux: key.aux, presignature } };
}

describe('a false share of a session with a presignature', () => {
  const { fault, evidence, value } = falseShare();
  const { descriptor, presignature } = value;
  const other = resultsOf(simulatePresign(key, FIRST_TWO, 'another presignature').outcomes).get(p(1))?.certificate;

  function judge(accused = 2, code: FaultCode = fault.code, about: Partial<typeof value> = {}) {
    const subject: EvidenceSubject = { kind: 'ecdsa-signing', value: { ...value, ...about } };
    const encoded = encodeEvidence(buildEvidence({ code, culprits: [p(accused)] }, evidence, subject));
    return verifyEvidence(encoded, TEST_TRUST, RUN_SETTING);
  }

  test('convicts its author offline, without the presigning', () => {
    expect(judge()).toMatchObject({ code: 'invalid-share', kind: 'ecdsa-signing', culprits: [{ node: 'node-2' }] });
  });

  test.each<FaultCode>(['invalid-share', 'malformed-message', 'equivocation', 'invalid-proof', 'wrong-verdict'])(
    'attack 31: proves nothing of %s against the honest signer',
    (code) => {
      expect(() => judge(1, code)).toThrow(/proves nothing/);
    },
  );

  test('proves nothing under another presignature, or one that the accused did not certify', () => {
    if (!other) throw new Error('no presignature');
    expect(() => judge(2, 'invalid-share', { presignature: other })).toThrow(/another presignature/);
    const { statement, signatures } = presignature;
    const others = signatures.filter(({ party }) => party !== 2);
    const own = signatures.find(({ party }) => party === 2)?.signature ?? new Uint8Array(64);
    for (const signed of [
      { party: p(3), signature: own },
      { party: p(2), signature: own.with(40, (own[40] ?? 0) ^ 1) },
      { party: p(2), signature: others[0]?.signature ?? own },
    ]) {
      const uncertified = { statement, signatures: [...others, signed] };
      expect(() => judge(2, 'invalid-share', { presignature: uncertified })).toThrow(/did not certify/);
    }
  });

  test('proves nothing where the presignature is of points that are none, whoever certified it', () => {
    const { statement } = presignature;
    const parts = statement.parts.map((part) => ({ ...part, S: new Uint8Array(33) }));
    const none = { ...statement, parts };
    const signatures = [1, 2].map((party) => ({
      party: p(party),
      signature: signStatement(presignatureStatementType, none, identitySecretOf(party)),
    }));
    const reservation = presignatureReservation(presignatureId(none));
    const readies = descriptor.readies.map((ready) => ({ ...ready, reservation }));
    const told = { ...descriptor, readies, presignatures: readies.map(() => reservation) };
    const session = signingSessionId(told);
    const share = evidence
      .filter(({ from }) => from === 2)
      .map((envelope) => signEnvelope({ ...envelope, session }, identitySecretOf(2)));
    const subject: EvidenceSubject = {
      kind: 'ecdsa-signing',
      value: { ...value, descriptor: told, presignature: { statement: none, signatures } },
    };
    const encoded = encodeEvidence(buildEvidence({ code: 'invalid-share', culprits: [p(2)] }, share, subject));
    expect(() => verifyEvidence(encoded, TEST_TRUST, RUN_SETTING)).toThrow(/proves nothing.*of another key/);
  });

  test.each([
    ['another message', { messages: [new Uint8Array(32).fill(1)] }],
    ['another path', { path: [1] }],
    ['another epoch', { epoch: 2 }],
    ['another aux generation', { auxGeneration: new Uint8Array(32) }],
    ['no reservations', { presignatures: [] }],
  ])('proves nothing of a session about %s', (_, change) => {
    expect(() => judge(2, 'invalid-share', { descriptor: { ...descriptor, ...change } })).toThrow(/proves nothing/);
  });

  test('proves nothing in another cluster, which is said before anything is looked up there', () => {
    const elsewhere = { cluster: new Uint8Array(32).fill(9), identityOf: () => expect.unreachable() };
    const encoded = encodeEvidence(buildEvidence(fault, evidence, { kind: 'ecdsa-signing', value }));
    expect(() => verifyEvidence(encoded, elsewhere, RUN_SETTING)).toThrow(
      /^The evidence proves nothing: it is about another cluster\.$/,
    );
  });

  test('proves nothing with a certificate that is not valid, in one sentence', () => {
    const signatures = certificate.signatures.map((one) => ({ ...one, signature: new Uint8Array(64) }));
    const unsigned = { ...certificate, signatures };
    expect(() => judge(2, 'invalid-share', { certificate: unsigned })).toThrow(/certificate is not valid: [^.]*\.$/);
  });

  test('proves nothing to a judge who accepts other lengths only', () => {
    const subject: EvidenceSubject = { kind: 'ecdsa-signing', value };
    expect(() => verifyEvidence(encodeEvidence(buildEvidence(fault, evidence, subject)), TEST_TRUST)).toThrow(
      /profile/,
    );
  });

  test('proves nothing with one changed byte', () => {
    const subject: EvidenceSubject = { kind: 'ecdsa-signing', value };
    const encoded = encodeEvidence(buildEvidence(fault, evidence, subject));
    const random = seededRandom('bytes');
    for (let i = 0; i < 60; i++) {
      const at = randomBelow(random, encoded.length);
      const changed = encoded.with(at, (encoded[at] ?? 0) ^ (1 + randomBelow(random, 255)));
      let convicted: readonly string[] = [];
      try {
        convicted = verifyEvidence(changed, TEST_TRUST, RUN_SETTING).culprits.map(({ node }) => node);
      } catch (problem) {
        expect(String(problem), `byte ${at}`).toMatch(/proves nothing/);
      }
      // A change in what another signer signed of the presignature leaves the proof as it is.
      expect(convicted.filter((node) => node !== 'node-2')).toEqual([]);
    }
  });
});

test('attack 31: whoever proves a product where a share is due is convicted of it', () => {
  const response = { z: 0n, zY: 0n, w: 1n, wY: 1n };
  const proof = { challenge: new Uint8Array(32), responses: Array.from({ length: 8 }, () => response) };
  const product = encodeCbor(rounds.Conclude(1).codec, { kind: 'product', value: proof });
  const cheat = changingBroadcast(p(2), 5, () => product);
  const { descriptor, outcomes } = simulateInteractive(key, FIRST_TWO, MESSAGE, 'conclusion', { cheat });
  const { fault, evidence } = faultOf(outcomes.get(p(1)));
  const value = { descriptor, certificate, aux: key.aux, presignature: null };
  const encoded = encodeEvidence(buildEvidence(fault, evidence, { kind: 'ecdsa-signing', value }));
  const conviction = verifyEvidence(encoded, TEST_TRUST, RUN_SETTING);
  expect(conviction).toMatchObject({ code: 'wrong-verdict', culprits: [{ node: 'node-2' }] });
});
