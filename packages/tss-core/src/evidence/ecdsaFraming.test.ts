import { describe, expect, test } from 'vitest';
import { auxHeader } from '../ecdsa/auxInfo/descriptor.ts';
import type { AuxStatement } from '../ecdsa/auxInfo/statement.ts';
import {
  certificateOf,
  certifiedAux,
  RUN_SETTING,
  resultsOf,
  simulateAux,
  simulateEcdsaSign,
  simulateInteractive,
  simulatePresign,
} from '../ecdsa/testing/simulateEcdsa.ts';
import { CERTIFICATE as certificate, FIRST_TWO, TWO_OF_THREE as key } from '../ecdsa/testing/twoOfThree.ts';
import type { FaultCode } from '../errors.ts';
import { type EcdsaSchemeId, partyIndex } from '../keys/structure.ts';
import {
  identitySecretOf,
  keygenResults,
  type ScenarioOptions,
  simulateKeygen,
  structureOf,
  TEST_TRUST,
} from '../testing/fixtures.ts';
import { type Envelope, signEnvelope } from '../wire/envelope.ts';
import { inboxHash } from '../wire/inbox.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from './evidence.ts';
import { verifyEvidence } from './verifyEvidence.ts';

/** True envelopes of honest signers, told of as something else; and what corrupt ones may sign to break a judge. */
const p = partyIndex;
const MESSAGE = new Uint8Array(32).fill(6);
const { aux } = key;

/** Keeps every envelope of a session, once. */
function minutes() {
  const said = new Map<string, Envelope>();
  const options: ScenarioOptions = {
    onFrame(_from, _to, frame) {
      if (frame.kind !== 'envelope') return;
      const { round, from, to, body } = frame.value;
      said.set(`${round} ${from} ${to}`, { ...frame.value, body: body.slice() });
    },
  };
  const broadcasts = (...rounds: readonly number[]) =>
    [...said.values()].filter(({ round, to }) => to === 'all' && rounds.includes(round));
  return { options, broadcasts };
}

function judge(code: FaultCode, accused: number, envelopes: readonly Envelope[], subject: EvidenceSubject) {
  const evidence = buildEvidence({ code, culprits: [p(accused)] }, envelopes, subject);
  return verifyEvidence(encodeEvidence(evidence), TEST_TRUST, RUN_SETTING);
}

const presigning = minutes();
const { descriptor: presignDescriptor, outcomes } = simulatePresign(key, FIRST_TWO, 'framing', presigning.options);
const presignatures = resultsOf(outcomes);
const presignature = presignatures.get(p(1))?.certificate ?? null;

describe('honest envelopes convict nobody of being malformed where', () => {
  test('a session with a presignature is told of as one without', () => {
    const { options, broadcasts } = minutes();
    const { descriptor } = simulateEcdsaSign(key, FIRST_TWO, presignatures, MESSAGE, 'online', options);
    const subject = (shown: typeof presignature): EvidenceSubject => ({
      kind: 'ecdsa-signing',
      value: { descriptor, certificate, aux, presignature: shown },
    });
    const framing = (shown: typeof presignature) => () => judge('malformed-message', 1, broadcasts(1), subject(shown));
    expect(framing(null)).toThrow(/proves nothing: the session signed with another presignature than it shows/);
    expect(framing(presignature)).toThrow(/proves nothing: every broadcast of it decodes/);
  });

  test('a session without a presignature is told of as one with', () => {
    const { options, broadcasts } = minutes();
    const { descriptor } = simulateInteractive(key, FIRST_TWO, MESSAGE, 'interactive', options);
    const value = { descriptor, certificate, aux, presignature };
    const framing = () => judge('malformed-message', 1, broadcasts(1), { kind: 'ecdsa-signing', value });
    expect(framing).toThrow(/proves nothing: the session signed with another presignature than it shows/);
  });

  test('a signing with ECDSA is told of as one with FROST', () => {
    const { options, broadcasts } = minutes();
    const { descriptor } = simulateInteractive(key, FIRST_TWO, MESSAGE, 'interactive', options);
    const framing = () =>
      judge('malformed-message', 1, broadcasts(1), { kind: 'signing', value: { descriptor, certificate } });
    expect(framing).toThrow(/proves nothing: .* do not sign with FROST/);
  });
});

describe('honest envelopes of a presigning convict nobody under', () => {
  const { statement } = aux;
  const certified = (change: Partial<AuxStatement>) => certifiedAux({ ...statement, ...change }, identitySecretOf);
  const otherRid = { rid: new Uint8Array(32) };
  const keyOf = (scheme: EcdsaSchemeId, seed: string) =>
    certificateOf(keygenResults(simulateKeygen(structureOf(scheme, [2, [1, 2, 3]]), seed)));

  test.each<[string, typeof certificate, typeof aux]>([
    ['another aux generation of the same numbers', certificate, certified(otherRid)],
    ['one of other numbers', certificate, certified({ parameters: statement.parameters.toReversed() })],
    ['one that nobody signed', certificate, { ...aux, statement: { ...statement, ...otherRid } }],
    ['another key of the same nodes', keyOf('ecdsa-secp256k1', 'another'), aux],
    ['a key of another curve', keyOf('ecdsa-p256', 'another'), aux],
  ])('%s', (_, keyCertificate, auxCertificate) => {
    const value = { descriptor: presignDescriptor, certificate: keyCertificate, aux: auxCertificate };
    for (const [code, ...rounds] of [
      ['invalid-proof', 1, 2],
      ['invalid-proof', 1, 2, 3],
      ['invalid-ciphertext', 2],
      ['wrong-verdict', 3, 4],
      ['wrong-certificate-signature', 2, 3, 4],
    ] as const) {
      const judging = () => judge(code, 1, presigning.broadcasts(...rounds), { kind: 'presign', value });
      expect(judging, code).toThrow(/proves nothing/);
    }
  });

  test('a certificate with one signature of another', () => {
    const [first, second, ...others] = aux.signatures;
    if (!first || !second) throw new Error('no signatures');
    const signatures = [first, { ...second, signature: first.signature }, ...others];
    const value = { descriptor: presignDescriptor, certificate, aux: { statement, signatures } };
    const judging = () => judge('invalid-proof', 1, presigning.broadcasts(1, 2), { kind: 'presign', value });
    expect(judging).toThrow(/proves nothing: .*the signature of party 2 does not verify/);
  });
});

describe('a judge comes to a verdict, whatever it is shown', () => {
  const { statement } = certificate;

  test.each<[string, typeof certificate, typeof aux]>([
    [
      'a key certificate of points that are none',
      { ...certificate, statement: { ...statement, commitments: [[new Uint8Array(33), new Uint8Array(33)]] } },
      aux,
    ],
    [
      'an aux certificate without the parameters of a party',
      certificate,
      {
        ...aux,
        statement: {
          ...aux.statement,
          parameters: aux.statement.parameters.slice(-2),
          parties: aux.statement.parties.toReversed(),
        },
      },
    ],
  ])('%s', (_, keyCertificate, auxCertificate) => {
    const value = { descriptor: presignDescriptor, certificate: keyCertificate, aux: auxCertificate };
    const judging = () => judge('invalid-proof', 1, presigning.broadcasts(1, 2, 3), { kind: 'presign', value });
    expect(judging).toThrow(/proves nothing/);
  });

  test.each([
    ['a party that there is not', 9],
    ['its own author', 2],
  ])('a factor proof for %s', (_, to) => {
    const { options, broadcasts } = minutes();
    const { descriptor } = simulateAux(key.structure.parties, 'aux', options);
    const inbox = inboxHash(broadcasts(2));
    const unsigned = { ...auxHeader(descriptor), version: 1, round: 3, from: p(2), inbox } as const;
    const proof = signEnvelope({ ...unsigned, to: p(to), body: Uint8Array.of(1) }, identitySecretOf(2));
    const judging = () =>
      judge('invalid-proof', 2, [...broadcasts(2, 3), proof], { kind: 'aux', value: { descriptor } });
    expect(judging).toThrow(/proves nothing: the factor proof that is opened is for no other party/);
  });
});
