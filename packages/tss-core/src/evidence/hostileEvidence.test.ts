import { expect, test } from 'vitest';
import type { FaultCode } from '../errors.ts';
import { commitmentsRound, signatureSharesRound } from '../frost/rounds.ts';
import type { Element } from '../groups/ciphersuite.ts';
import { ciphersuite } from '../groups/index.ts';
import { Certify, Deal, Judge } from '../keygen/messages.ts';
import { type KeyCertificate, type KeyStatement, keyStatementType } from '../keys/certificate.ts';
import { type PartyIndex, partyIndex, SCHEMES } from '../keys/structure.ts';
import { type SigningDescriptor, signingSessionId } from '../session/descriptor.ts';
import {
  identitySecretOf,
  keygenDescriptorOf,
  keygenHeader,
  keygenResults,
  seededRandom,
  signingDescriptorOf,
  simulateKeygen,
  structureOf,
  TEST_TRUST,
} from '../testing/index.ts';
import { encodeCbor } from '../wire/codec.ts';
import { type Envelope, type SessionHeader, signEnvelope } from '../wire/envelope.ts';
import { inboxHash } from '../wire/inbox.ts';
import { signStatement } from '../wire/statement.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from './evidence.ts';
import { verifyEvidence } from './verifyEvidence.ts';

/** Two corrupt nodes make up whole sessions between themselves: whatever they sign, a judge must come to a verdict. */
const p = partyIndex;
const structure = structureOf('frost-ed25519', [2, [1, 2]]);
const suite = ciphersuite('frost-ed25519');
const { group } = suite;
const G = group.generator;
const descriptor = keygenDescriptorOf(structure, seededRandom('made up'));
const keygenSubject: EvidenceSubject = { kind: 'keygen', value: { descriptor } };

function author(header: SessionHeader) {
  return (round: number, from: number, body: Uint8Array, seen: readonly Envelope[] = []): Envelope => {
    const envelope = { ...header, version: 1, round, from: p(from), to: 'all', inbox: inboxHash(seen), body } as const;
    return signEnvelope(envelope, identitySecretOf(from));
  };
}

function judge(
  code: FaultCode,
  culprits: readonly PartyIndex[],
  envelopes: readonly Envelope[],
  subject = keygenSubject,
) {
  return verifyEvidence(encodeEvidence(buildEvidence({ code, culprits }, envelopes, subject)), TEST_TRUST);
}

const say = author(keygenHeader(descriptor));
const dealing = (...commitments: readonly Element[]) =>
  encodeCbor(Deal(suite).codec, { commitments, proof: { R: G, z: 1n }, chainCode: new Uint8Array(32) });

test.each<[string, Element[], Element[]]>([
  ['of unequal lengths', [G], [G, G]],
  ['that cancel out', [G, G], [G.negate(), G]],
])('dealings %s prove nothing, instead of failing the judge', (_, one, two) => {
  const dealings = [say(2, 1, dealing(...one)), say(2, 2, dealing(...two))];
  const accept = encodeCbor(Judge.codec, { kind: 'accept', value: {} });
  const certified = encodeCbor(Certify.codec, new Uint8Array(64));
  const envelopes = [...dealings, say(3, 2, accept, dealings), say(4, 2, certified)];
  const judging = () => judge('wrong-certificate-signature', [p(2)], envelopes);
  expect(judging).toThrow(/proves nothing: the dealings make no key/);
});

test.each(SCHEMES)('a share whose public half is the identity is judged like another: %s', (scheme) => {
  const { group: points } = ciphersuite(scheme);
  const run = keygenResults(simulateKeygen(structureOf(scheme, [2, [1, 2]]), 'identity'));
  const made = run.get(p(1))?.certificate.statement;
  if (!made) throw new Error('no key');
  // f(x) = 1 − x: party 1 has the share 0.
  const groupKey = points.encodeElement(points.generator);
  const commitments = [[groupKey, points.encodeElement(points.generator.negate())]];
  const statement: KeyStatement = { ...made, groupKey, commitments };
  const signatures = [1, 2].map((party) => ({
    party: p(party),
    signature: signStatement(keyStatementType, statement, identitySecretOf(party)),
  }));
  const certificate: KeyCertificate = { statement, signatures };
  const signing: SigningDescriptor = {
    ...signingDescriptorOf(run, [[p(1), p(2)]], [Uint8Array.of(1)], seededRandom('identity')),
    groupKey,
  };
  const { cluster, key, epoch } = signing;
  const sign = author({ cluster, key, epoch, session: signingSessionId(signing) });
  const commit = encodeCbor(commitmentsRound(points, 1).codec, [
    { hiding: points.generator, binding: points.generator },
  ]);
  const list = [sign(1, 1, commit), sign(1, 2, commit)];
  const shares = encodeCbor(signatureSharesRound(points, 1).codec, [0n]);
  const subject: EvidenceSubject = { kind: 'signing', value: { descriptor: signing, certificate } };
  const { culprits } = judge('invalid-share', [p(1)], [...list, sign(2, 1, shares, list)], subject);
  expect(culprits).toEqual([{ party: 1, node: 'node-1' }]);
});

const malformed = (from: number, byte = 0) => say(2, from, Uint8Array.of(byte));

test('a culprit named many times is not judged many times', () => {
  expect(judge('malformed-message', [p(1), p(2)], [malformed(1), malformed(2)]).culprits).toHaveLength(2);
  for (const culprits of [
    [p(2), p(2)],
    [p(2), p(1)],
  ]) {
    const judging = () => judge('malformed-message', culprits, [malformed(1), malformed(2)]);
    expect(judging).toThrow(/proves nothing: its culprits are not in ascending order/);
  }
});

test('evidence about another session than the one meant is refused, unread', () => {
  const evidence = encodeEvidence(
    buildEvidence({ code: 'malformed-message', culprits: [p(2)] }, [malformed(2)], keygenSubject),
  );
  const { session } = keygenHeader(descriptor);
  expect(verifyEvidence(evidence, { ...TEST_TRUST, session }).session).toEqual(session);
  const elsewhere = { ...TEST_TRUST, identityOf: () => expect.unreachable(), session: session.map((byte) => byte ^ 1) };
  expect(() => verifyEvidence(evidence, elsewhere)).toThrow(/proves nothing: it is about another session/);
});

test('a file of more envelopes than any proof needs is refused', () => {
  const many = Array.from({ length: 33 }, (_, i) => say(i + 1, 2, Uint8Array.of(0)));
  expect(judge('malformed-message', [p(2)], many.slice(1)).culprits).toHaveLength(1);
  expect(() => judge('malformed-message', [p(2)], many)).toThrow(/33 envelopes are more than any proof needs/);
});

test('two envelopes in one place prove equivocation and nothing else', () => {
  const pair = [malformed(2, 0), malformed(2, 1)];
  expect(judge('equivocation', [p(2)], pair).culprits).toEqual([{ party: 2, node: 'node-2' }]);
  expect(() => judge('malformed-message', [p(2)], pair)).toThrow(/party 2 has 2 envelopes in one place/);
  expect(() => judge('malformed-message', [p(2)], [malformed(2), malformed(2)])).toThrow(/2 envelopes in one place/);
  expect(() => judge('equivocation', [p(2)], [...pair, malformed(2, 2)])).toThrow(/3 envelopes in one place/);
  expect(() => judge('equivocation', [p(2)], [malformed(2), malformed(2)])).toThrow(/no two of its envelopes/);
});
