import { describe, expect, test } from 'vitest';
import { RequestRejected } from '../../errors.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from '../../evidence/evidence.ts';
import { verifyEvidence } from '../../evidence/verifyEvidence.ts';
import { type Assignment, partyIndex } from '../../keys/structure.ts';
import { corrupting, replaying } from '../../testing/adversaries.ts';
import { changingDirect } from '../../testing/cheating.ts';
import {
  keygenResults,
  type ScenarioOptions,
  simulateKeygen,
  structureOf,
  TEST_TRUST,
} from '../../testing/fixtures.ts';
import { decodeCbor, encodeCbor } from '../../wire/codec.ts';
import { type Envelope, MAX_BODY_BYTES } from '../../wire/envelope.ts';
import { ecdsaGroup, withSecrets } from '../ecdsaGroup.ts';
import { PROFILE_3072 } from '../parameters.ts';
import { RingPedersenSecret } from '../pedersen/ringPedersenSecret.ts';
import {
  auxSecretsOfNode,
  certificateOf,
  ecdsaKey,
  groupOf,
  RUN_SETTING,
  simulatePresign,
} from '../testing/simulateEcdsa.ts';
import { verdictDue } from './judge.ts';
import { presignRounds } from './messages.ts';

const p = partyIndex;
const key = ecdsaKey('ecdsa-secp256k1', [[3, [1, 2, 3, 4, 5]]]);
const ASSIGNMENT: Assignment = [[p(1), p(2), p(3)]];
const group = groupOf(key, ASSIGNMENT);
const { statement } = certificateOf(key.keygen);
const G = group.setting.group.generator;
const SEED = 'refusals';

/** Every envelope of party 2 in an honest run. */
function recorded(seed: string): readonly Envelope[] {
  const sent: Envelope[] = [];
  simulatePresign(key, ASSIGNMENT, seed, {
    onFrame: (from, _, frame) => {
      if (from === 2 && frame.kind === 'envelope') sent.push({ ...frame.value, body: frame.value.body.slice() });
    },
  });
  return sent;
}
const own = recorded(SEED);
const elsewhere = recorded('another session');

function bodyOf(envelopes: readonly Envelope[], round: number, to: number | 'all'): Uint8Array {
  const found = envelopes.find((envelope) => envelope.round === round && envelope.to === to);
  if (!found) throw new Error('it was never sent');
  return found.body;
}

/** What the receiver of a direct lie says, and a judge to its evidence. */
function convictedBy(receiver: number, options: ScenarioOptions) {
  const { descriptor, outcomes } = simulatePresign(key, ASSIGNMENT, SEED, options);
  const subject: EvidenceSubject = {
    kind: 'presign',
    value: { descriptor, certificate: certificateOf(key.keygen), aux: key.aux },
  };
  const outcome = outcomes.get(p(receiver));
  if (outcome?.kind !== 'fault') throw new Error(`it ended ${outcome?.kind}`);
  const evidence = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
  return verifyEvidence(evidence, TEST_TRUST, RUN_SETTING);
}

describe.each([
  [1, 'range proofs'],
  [2, 'product proofs'],
])('attack 19: round %i, %s', (round) => {
  test.each([
    ['of another session', () => bodyOf(elsewhere, round, 1)],
    ['for another verifier', () => bodyOf(own, round, 3)],
    ['of the other slot', () => swapped(bodyOf(own, round, 1), round)],
    ['that do not decode', () => Uint8Array.of(1, 2, 3)],
  ])('%s convict whoever replays them', (_, body) => {
    const cheat = changingDirect(p(2), round, p(1), body);
    expect(convictedBy(1, { cheat })).toMatchObject({ code: 'invalid-proof', culprits: [{ node: 'node-2' }] });
  });
});

/** The two proofs of a direct message in each other's place. */
function swapped(body: Uint8Array, round: number): Uint8Array {
  const { ProveRanges, ProveProducts } = presignRounds(group);
  if (round === 1) {
    const { k, gamma } = decodeCbor(ProveRanges.codec, body, MAX_BODY_BYTES);
    return encodeCbor(ProveRanges.codec, { k: gamma, gamma: k });
  }
  const { x, gamma } = decodeCbor(ProveProducts.codec, body, MAX_BODY_BYTES);
  return encodeCbor(ProveProducts.codec, { x: gamma, gamma: x });
}

test('attack 33: an envelope of another session ends the session, and convicts nobody', () => {
  const instead = elsewhere.filter(({ round, to }) => round === 2 && to === 'all').slice(0, 1);
  const adversary = replaying(p(2), { round: 2, to: 'all' }, instead);
  const { outcomes } = simulatePresign(key, ASSIGNMENT, SEED, { adversary });
  for (const party of [p(1), p(3)]) expect(outcomes.get(party)?.kind).toBe('stalled');
});

describe('attack 9: two different things said to two', () => {
  const twoFaced = (round: number, change: (body: Uint8Array) => Uint8Array): ScenarioOptions => ({
    adversary: corrupting(p(2), { round, to: 'all', receivers: [p(3)] }, change),
  });

  test.each([
    [1, 'invalid-proof', 'stalled'],
    [2, 'invalid-proof', 'stalled'],
    [3, 'invalid-proof', 'stalled'],
    [4, 'wrong-certificate-signature', 'done'],
  ])('in round %i convict whoever said them, to the one that heard what does not hold', (round, code, otherwise) => {
    const options = twoFaced(round, () => bodyOf(elsewhere, round, 'all'));
    expect(convictedBy(3, options)).toMatchObject({ code, culprits: [{ node: 'node-2' }] });
    expect(simulatePresign(key, ASSIGNMENT, SEED, options).outcomes.get(p(1))?.kind).toBe(otherwise);
  });

  test('convict whoever said them of equivocation, to both, where each holds by itself', () => {
    const { Open } = presignRounds(group);
    const options = twoFaced(3, (body) => {
      const said = decodeCbor(Open.codec, body, MAX_BODY_BYTES);
      return encodeCbor(Open.codec, { ...said, S: said.S.add(G) });
    });
    for (const receiver of [1, 3]) {
      expect(convictedBy(receiver, options)).toMatchObject({ code: 'equivocation', culprits: [{ node: 'node-2' }] });
    }
  });
});

describe('attack 30', () => {
  const opening = { psi: { A: G, N: G, B: G, z: 0n, u: 0n } };
  const X = group.publicKey.groupKey;

  test('sums that hold with δ = 0 are no presignature', () => {
    const openings = new Map([
      [p(1), { ...opening, delta: 1n, Delta: G, S: X }],
      [p(2), { ...opening, delta: group.setting.group.order - 1n, Delta: G.negate(), S: X.negate() }],
    ]);
    expect(verdictDue(group, openings)).toBeUndefined();
  });
});

describe('a group is refused', () => {
  const aux = key.aux.statement;
  const engine = { modExp: RUN_SETTING.modExp, profile: RUN_SETTING.profile };

  test('with an aux generation of another profile', () => {
    const full = { ...engine, profile: PROFILE_3072 };
    expect(() => ecdsaGroup(statement, aux, ASSIGNMENT, full)).toThrow(RequestRejected);
  });

  test.each([
    ['of another cluster', { ...aux, cluster: new Uint8Array(32) }],
    ['without a party of the key', { ...aux, parties: aux.parties.slice(1), parameters: aux.parameters.slice(1) }],
    [
      'with another node under an index',
      { ...aux, parties: aux.parties.map((party, i) => (i === 2 ? { ...party, node: 'node-9' } : party)) },
    ],
    [
      'with two nodes under the index of the other',
      {
        ...aux,
        parties: aux.parties.map((party, i) => ({ ...party, node: aux.parties[i < 2 ? 1 - i : i]?.node ?? '' })),
      },
    ],
  ])('attack 14: with an aux generation %s', (_, other) => {
    expect(() => ecdsaGroup(statement, other, ASSIGNMENT, engine)).toThrow(RequestRejected);
  });

  test('with signers that may not sign', () => {
    expect(() => ecdsaGroup(statement, aux, [[p(1), p(2)]], engine)).toThrow(RequestRejected);
  });

  test('of a key that signs with FROST', () => {
    const frost = structureOf('frost-secp256k1', [2, [1, 2, 3]]);
    const other = certificateOf(keygenResults(simulateKeygen(frost, 'frost'))).statement;
    expect(() => ecdsaGroup(other, aux, [[p(1), p(2)]], engine)).toThrow(/do not sign with ECDSA/);
  });

  test('with secrets of another party', () => {
    const [own, other] = [auxSecretsOfNode(p(1)), auxSecretsOfNode(p(2))];
    for (const secrets of [other, { ...own, paillier: other.paillier }, { ...own, pedersen: other.pedersen }]) {
      expect(() => withSecrets(group, p(1), secrets)).toThrow(RequestRejected);
    }
  });

  test('with secrets of another generation that share its moduli', () => {
    const { paillier, pedersen } = auxSecretsOfNode(p(1));
    const opening = pedersen.reveal();
    const other = new RingPedersenSecret({ ...opening, lambda: opening.lambda + 1n }, RUN_SETTING.modExp);
    expect(() => withSecrets(group, p(1), { paillier, pedersen: other })).toThrow(RequestRejected);
    expect(() => withSecrets(group, p(1), { paillier, pedersen })).not.toThrow();
  });
});
