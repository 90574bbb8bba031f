import { describe, expect, test } from 'vitest';
import { RequestRejected } from '../../errors.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from '../../evidence/evidence.ts';
import { verifyEvidence } from '../../evidence/verifyEvidence.ts';
import { partyIndex } from '../../keys/structure.ts';
import { corrupting } from '../../testing/adversaries.ts';
import { type Cheat, changingBroadcast } from '../../testing/cheating.ts';
import {
  identitiesOf,
  identitySecretOf,
  type ScenarioOptions,
  structureOf,
  TEST_TRUST,
} from '../../testing/fixtures.ts';
import { decodeCbor, encodeCbor } from '../../wire/codec.ts';
import { MAX_BODY_BYTES } from '../../wire/envelope.ts';
import {
  anyResult,
  auxSecretsOfNode,
  certifiedAux,
  RUN_SETTING,
  resultsOf,
  simulateAux,
} from '../testing/simulateEcdsa.ts';
import { auxHeader } from './descriptor.ts';
import { contributionHash } from './judge.ts';
import { Commit, type Contribution, contributionCodec } from './messages.ts';
import { type AuxParameters, type AuxStatement, auxGenerationOf, verifyAuxCertificate } from './statement.ts';

const p = partyIndex;
const structure = structureOf('ecdsa-p256', [2, [1, 2, 3]]);
const identities = identitiesOf(structure);
const SEED = 'aux';
const run = (options: ScenarioOptions = {}) => simulateAux(structure.parties, SEED, options);
const honest = run();

test('every party ends with one certificate of what everybody proved', () => {
  const [first, ...others] = resultsOf(honest.outcomes).values();
  if (!first) throw new Error('nobody finished');
  for (const other of others) expect(other).toEqual(first);
  expect(() => verifyAuxCertificate(first, identities)).not.toThrow();
  const { N, Nhat } = first.statement.parameters[1] ?? { N: 0n, Nhat: 0n };
  const { paillier, pedersen } = auxSecretsOfNode(p(2));
  expect([N, Nhat]).toEqual([paillier.modulus, pedersen.modulus]);
});

describe('a certificate is refused', () => {
  const certificate = anyResult(honest.outcomes);
  const { statement, signatures } = certificate;
  const signed = (change: Partial<AuxStatement>) => certifiedAux({ ...statement, ...change }, identitySecretOf);

  test.each([
    ['without the signature of the first party', { statement, signatures: signatures.slice(1) }],
    ['without that of the last', { statement, signatures: signatures.slice(0, -1) }],
    ['with one signature more', { statement, signatures: [...signatures, ...signatures.slice(-1)] }],
    ['that all signed, without the parameters of a party', signed({ parameters: statement.parameters.slice(1) })],
    ['that all signed, with its parties in another order', signed({ parties: statement.parties.toReversed() })],
    [
      'that all signed, with one node under two indices',
      signed({ parties: statement.parties.map((party) => ({ ...party, node: 'node-1' })) }),
    ],
    ['with another statement', { statement: { ...statement, epoch: 2 }, signatures }],
    ['with signatures exchanged', { statement, signatures: signatures.toReversed() }],
    [
      'without the parameters of a party',
      { statement: { ...statement, parameters: statement.parameters.slice(1) }, signatures },
    ],
  ])('%s', (_, forged) => {
    expect(() => verifyAuxCertificate(forged, identities)).toThrow(RequestRejected);
  });

  test('of parties that the cluster file does not know', () => {
    expect(() => verifyAuxCertificate(certificate, new Map())).toThrow(/unknown to the cluster file/);
  });

  test('and another generation has another name', () => {
    const other = anyResult(simulateAux(structure.parties, 'another').outcomes);
    expect(auxGenerationOf(other.statement)).not.toEqual(auxGenerationOf(statement));
  });
});

/** What party 2 says in round 2 of the honest run. */
function contributionOf2(): Contribution {
  let body: Uint8Array | undefined;
  run({
    onFrame: (from, _, frame) => {
      if (from === 2 && frame.kind === 'envelope' && frame.value.round === 2) body = frame.value.body;
    },
  });
  if (!body) throw new Error('party 2 said nothing');
  return decodeCbor(contributionCodec(RUN_SETTING), body, MAX_BODY_BYTES);
}

/** Commits to what it reveals: only what is revealed is wrong. */
function revealing(change: (contribution: Contribution) => Contribution): Cheat {
  const changed = change(contributionOf2());
  const header = auxHeader(honest.descriptor);
  const context = { header, orderHash: honest.descriptor.orderHash, parties: structure.parties };
  const commit = encodeCbor(Commit.codec, contributionHash(RUN_SETTING, context, p(2), changed));
  const reveal = encodeCbor(contributionCodec(RUN_SETTING), changed);
  const cheats = [changingBroadcast(p(2), 1, () => commit), changingBroadcast(p(2), 2, () => reveal)];
  return { party: p(2), change: (exchange) => cheats.reduce((current, cheat) => cheat.change(current), exchange) };
}

function codesOf({ descriptor, outcomes }: ReturnType<typeof run>): readonly string[] {
  const subject: EvidenceSubject = { kind: 'aux', value: { descriptor } };
  return [p(1), p(3)].map((party) => {
    const outcome = outcomes.get(party);
    if (outcome?.kind !== 'fault') return outcome?.kind ?? 'nothing';
    const evidence = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
    const { code, culprits } = verifyEvidence(evidence, TEST_TRUST, RUN_SETTING);
    expect(culprits).toEqual([{ party: 2, node: 'node-2' }]);
    return code;
  });
}

describe('attacks 24 and 26: parameters that are none convict whoever reveals them', () => {
  const { parameters } = contributionOf2();
  const { N, Nhat } = parameters;

  test.each<[string, Partial<AuxParameters>]>([
    ['N too short', { N: N >> 2n }],
    ['N too long', { N: (N << 2n) + 1n }],
    ['N even', { N: N + 1n }],
    ['N and N̂ equal', { N: Nhat }],
    ['N̂ too short', { Nhat: Nhat >> 2n }],
    ['N̂ even', { Nhat: Nhat + 1n }],
    ['s = 0', { s: 0n }],
    ['s = 1', { s: 1n }],
    ['s = −1', { s: Nhat - 1n }],
    ['s beyond N̂', { s: parameters.s + Nhat }],
    ['t = 0', { t: 0n }],
    ['t = 1', { t: 1n }],
    ['t = −1', { t: Nhat - 1n }],
    ['t a multiple of a factor of N̂', { t: auxSecretsOfNode(p(2)).pedersen.reveal().p }],
  ])('%s', (_, wrong) => {
    const cheat = revealing((said) => ({ ...said, parameters: { ...said.parameters, ...wrong } }));
    expect(codesOf(run({ cheat }))).toEqual(['invalid-parameters', 'invalid-parameters']);
  });

  test.each<[string, (prm: Contribution['prm']) => Contribution['prm']]>([
    ['another challenge', (prm) => ({ ...prm, challenge: prm.challenge.with(0, (prm.challenge[0] ?? 0) ^ 1) })],
    ['another answer', (prm) => ({ ...prm, z: prm.z.map((z, i) => (i === 3 ? z + 1n : z)) })],
  ])('Πprm with %s', (_, change) => {
    const cheat = revealing((said) => ({ ...said, prm: change(said.prm) }));
    expect(codesOf(run({ cheat }))).toEqual(['invalid-proof', 'invalid-proof']);
  });

  test('s outside of ⟨t⟩', () => {
    const cheat = revealing((said) => ({ ...said, parameters: { ...said.parameters, s: Nhat - said.parameters.s } }));
    expect(codesOf(run({ cheat }))).toEqual(['invalid-proof', 'invalid-proof']);
  });

  test.each<[string, bigint]>([
    ['a factor is small', smooth(N)],
    ['nobody knows the factors', N + 2n],
  ])('a modulus of which %s is not proven by Πmod', (_, modulus) => {
    const cheat = revealing((said) => ({ ...said, parameters: { ...said.parameters, N: modulus } }));
    expect(codesOf(run({ cheat }))).toEqual(['invalid-proof', 'invalid-proof']);
  });
});

/** An odd number as long as N with many small factors. */
function smooth(N: bigint): bigint {
  const bits = BigInt(N.toString(2).length);
  const product = 3n ** 300n * 5n ** 100n;
  const rest = ((1n << bits) - 1n) / product;
  return product * (rest % 2n === 1n ? rest : rest - 1n);
}

test('attack 9: two commitments of one party convict it of equivocation', () => {
  const adversary = corrupting(p(2), { round: 1, receivers: [p(3)] }, (body) => body.with(9, (body[9] ?? 0) ^ 1));
  const codes = codesOf(run({ adversary }));
  expect(codes).toContain('equivocation');
});

test('attack 39: a party that falls silent is missed, and not blamed', () => {
  const adversary = { corrupt: new Set([p(2)]), tamper: () => [] };
  const { outcomes } = run({ adversary });
  for (const party of [p(1), p(3)]) expect(outcomes.get(party)).toMatchObject({ kind: 'stalled', missing: [2] });
});
