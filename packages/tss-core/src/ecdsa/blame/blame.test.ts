import { describe, expect, test } from 'vitest';
import type { FaultCode } from '../../errors.ts';
import { buildEvidence, type EvidenceSubject, encodeEvidence } from '../../evidence/evidence.ts';
import { verifyEvidence } from '../../evidence/verifyEvidence.ts';
import { type Assignment, partyIndex } from '../../keys/structure.ts';
import type { SessionOutcome } from '../../session/sessionOutcome.ts';
import { dropping } from '../../testing/adversaries.ts';
import { changingBroadcast, honestNetwork } from '../../testing/cheating.ts';
import { type ScenarioOptions, TEST_TRUST } from '../../testing/fixtures.ts';
import { decodeCbor, encodeCbor } from '../../wire/codec.ts';
import { MAX_BODY_BYTES } from '../../wire/envelope.ts';
import { signerOf } from '../ecdsaGroup.ts';
import { type Factor, presignRounds } from '../presign/messages.ts';
import type { MadeProducts } from '../presign/products.ts';
import type { Crook } from '../testing/crookedPresign.ts';
import {
  certificateOf,
  ecdsaKey,
  groupOf,
  RUN_SETTING,
  type SimulatedPresign,
  simulatePresign,
} from '../testing/simulateEcdsa.ts';

const p = partyIndex;
const key = ecdsaKey('ecdsa-secp256k1', [[3, [1, 2, 3, 4, 5]]]);
const ASSIGNMENT: Assignment = [[p(1), p(2), p(3)]];
const group = groupOf(key, ASSIGNMENT);
const rounds = presignRounds(group);
const SEED = 'blame';

type Crooks = Readonly<Record<number, Crook>>;

/** An honest party's own view of how it ended, and what a judge says to its evidence. */
function convictions({ descriptor, outcomes }: SimulatedPresign, honest: readonly number[]) {
  const subject: EvidenceSubject = {
    kind: 'presign',
    value: { descriptor, certificate: certificateOf(key.keygen), aux: key.aux },
  };
  return honest.map((party) => {
    const outcome: SessionOutcome<unknown> | undefined = outcomes.get(p(party));
    if (outcome?.kind !== 'fault') throw new Error(`party ${party} ended ${JSON.stringify(outcome)}`);
    const { fault, evidence } = outcome;
    const conviction = verifyEvidence(encodeEvidence(buildEvidence(fault, evidence, subject)), TEST_TRUST, RUN_SETTING);
    expect(conviction.culprits.map(({ party: culprit }) => culprit)).toEqual(fault.culprits);
    return { code: fault.code, culprits: fault.culprits, rounds: fault.rounds, outcome, subject };
  });
}

function run(crooks: Crooks, options: ScenarioOptions = {}): SimulatedPresign {
  const named = new Map(Object.entries(crooks).map(([index, crook]) => [p(Number(index)), crook]));
  const adversary = honestNetwork(...named.keys());
  return simulatePresign(key, ASSIGNMENT, SEED, { adversary, ...options, crooks: named });
}

/** Changes what party 2 made for party 3. */
function forParty3(change: (made: MadeProducts) => MadeProducts): Crook {
  return { products: (made) => new Map([...made].map(([to, one]) => [to, to === 3 ? change(one) : one])) };
}

function withProduct(factor: Factor, change: (D: bigint, F: bigint) => { D: bigint; F: bigint }) {
  return forParty3(({ products, secrets }) => {
    const { D, F } = products[factor];
    return { secrets, products: { ...products, [factor]: change(D, F) } };
  });
}

const { paillier: N2 } = signerOf(group, p(2));
const { paillier: N3 } = signerOf(group, p(3));
const G = group.setting.group.generator;

describe('attack 31: exactly the guilty party is named, and convicted offline, when', () => {
  test.each<[string, Crook]>([
    ['it lies about δ', { opening: (said) => ({ ...said, delta: said.delta + 1n }) }],
    ['it lies about S', { opening: (said) => ({ ...said, S: said.S.add(G) }) }],
    ['it lies about both', { opening: (said) => ({ ...said, delta: said.delta + 1n, S: said.S.add(G) }) }],
  ])('%s', (_, crook) => {
    for (const { code, culprits, rounds: proof } of convictions(run({ 2: crook }), [1, 3])) {
      expect({ code, culprits, proof }).toEqual({ code: 'invalid-proof', culprits: [2], proof: [1, 2, 3, 4] });
    }
  });

  // The receiver 3 is its accomplice, and verifies nothing: only blame can find it out.
  test.each<[string, Factor, (D: bigint, F: bigint) => { D: bigint; F: bigint }, number[]]>([
    ['D multiplies γ with something else', 'gamma', (D, F) => ({ D: N3.add(D, N3.encrypt(1n, 1n)), F }), [1, 2, 4, 5]],
    ['D̂ multiplies w with something else', 'x', (D, F) => ({ D: N3.add(D, N3.encrypt(1n, 1n)), F }), [1, 2, 4, 5]],
    ['F hides another mask', 'gamma', (D, F) => ({ D, F: N2.add(F, N2.encrypt(1n, 1n)) }), [1, 2, 3, 4]],
    ['F̂ hides another mask', 'x', (D, F) => ({ D, F: N2.add(F, N2.encrypt(1n, 1n)) }), [1, 2, 3, 4]],
  ])('%s', (_, factor, change, proof) => {
    // With F a difference makes the sums fail only if the liar opens what it told: it lies about the sum instead.
    const lie: Crook = {
      ...withProduct(factor, change),
      ...(proof.includes(5) ? {} : { opening: (said) => ({ ...said, delta: said.delta + 1n, S: said.S.add(G) }) }),
    };
    for (const { code, culprits, rounds: proven } of convictions(run({ 2: lie, 3: {} }), [1])) {
      expect({ code, culprits, proven }).toEqual({ code: 'invalid-proof', culprits: [2], proven: proof });
    }
  });

  test.each<[string, (D: bigint, F: bigint) => { D: bigint; F: bigint }, Factor?]>([
    ['zero', (_, F) => ({ D: 0n, F })],
    ['N²', (_, F) => ({ D: N3.modulus ** 2n, F })],
    ['a multiple of N', (_, F) => ({ D: N3.modulus, F })],
    ['no unit modulo its own N', (D) => ({ D, F: N2.modulus })],
    ['zero, where x is multiplied', (_, F) => ({ D: 0n, F }), 'x'],
    ['no unit modulo its own N, where x is multiplied', (D) => ({ D, F: N2.modulus }), 'x'],
  ])('attack 29: a ciphertext for an accomplice is %s', (_, change, factor = 'gamma') => {
    const lie: Crook = {
      ...withProduct(factor, change),
      opening: (said) => ({ ...said, delta: said.delta + 1n }),
    };
    for (const { code, culprits } of convictions(run({ 2: lie, 3: {} }), [1])) {
      // N² does not fit the wire format, which is another way to convict.
      expect(['invalid-ciphertext', 'malformed-message']).toContain(code);
      expect(culprits).toEqual([2]);
    }
  });

  test('it gives a share where its product is to be proven', () => {
    const share = encodeCbor(rounds.Conclude(1).codec, { kind: 'share', value: 1n });
    const lie = withProduct('gamma', (D, F) => ({ D: N3.add(D, N3.encrypt(1n, 1n)), F }));
    const cheat = changingBroadcast(p(2), 5, () => share);
    for (const { code, culprits } of convictions(run({ 2: lie, 3: {} }, { cheat }), [1])) {
      expect({ code, culprits }).toEqual({ code: 'wrong-verdict', culprits: [2] });
    }
  });

  test('it makes its part of the alert false while another one is to blame', () => {
    const flipped = changingBroadcast(p(3), 4, (body) => body.with(body.length - 9, (body.at(-9) ?? 0) ^ 1));
    const lie: Crook = { opening: (said) => ({ ...said, delta: said.delta + 1n }) };
    for (const { code, culprits } of convictions(run({ 2: lie }, { cheat: flipped }), [1])) {
      expect({ code, culprits }).toEqual({ code: 'invalid-proof', culprits: [2, 3] });
    }
  });
});

describe('attack 39: who falls silent instead of proving its part is missed, and not blamed', () => {
  const lies: Readonly<Record<string, Crooks>> = {
    'of the alert': { 2: { opening: (said) => ({ ...said, delta: said.delta + 1n }) } },
    'of a product': { 2: withProduct('gamma', (D, F) => ({ D: N3.add(D, N3.encrypt(1n, 1n)), F })), 3: {} },
  };

  test.each([
    ['of the alert', 4],
    ['of a product', 5],
  ])('%s, in round %i', (lie, round) => {
    const adversary = dropping(p(2), { round });
    const corrupt = new Set(Object.keys(lies[lie] ?? {}).map((party) => p(Number(party))));
    const { outcomes } = run(lies[lie] ?? {}, { adversary: { ...adversary, corrupt } });
    expect(outcomes.get(p(1))).toMatchObject({ kind: 'stalled', missing: [...corrupt] });
  });
});

describe('attack 31: whoever', () => {
  const alert = (factor: Factor) =>
    changingBroadcast(p(2), 4, () =>
      encodeCbor(rounds.Judge.codec, {
        kind: factor,
        value: {
          challenge: new Uint8Array(32),
          responses: Array.from({ length: 8 }, () => ({ z: 0n, w: 0n, nu: 1n })),
        },
      }),
    );

  test.each(['gamma', 'x'] as const)('raises an alert of %s without reason is convicted of it', (factor) => {
    for (const { code, culprits } of convictions(run({}, { cheat: alert(factor) }), [1, 3])) {
      expect({ code, culprits }).toEqual({ code: 'wrong-verdict', culprits: [2] });
    }
  });

  test('certifies what fails is convicted of it', () => {
    const lie = changingBroadcast(p(2), 3, (body) => {
      const said = decodeCbor(rounds.Open.codec, body, MAX_BODY_BYTES);
      return encodeCbor(rounds.Open.codec, { ...said, delta: group.setting.group.reduce(said.delta + 1n) });
    });
    // Party 2 believes that it told the truth, and so that the sums hold.
    for (const { code, culprits } of convictions(run({}, { cheat: lie }), [1, 3])) {
      expect({ code, culprits }).toEqual({ code: 'wrong-verdict', culprits: [2] });
    }
  });

  test('signs another presignature is convicted of it', () => {
    const lie = changingBroadcast(p(2), 4, (body) => body.with(40, (body[40] ?? 0) ^ 1));
    for (const { code, culprits } of convictions(run({}, { cheat: lie }), [1, 3])) {
      expect({ code, culprits }).toEqual({ code: 'wrong-certificate-signature', culprits: [2] });
    }
  });

  test('accuses an honest party proves nothing, whatever it accuses it of', () => {
    const crook: Crook = { opening: (said) => ({ ...said, delta: said.delta + 1n }) };
    const [found] = convictions(run({ 2: crook }), [1]);
    if (!found) throw new Error('nobody was convicted');
    const codes: readonly FaultCode[] = [
      'invalid-proof',
      'invalid-ciphertext',
      'wrong-verdict',
      'wrong-certificate-signature',
      'malformed-message',
      'equivocation',
      'invalid-share',
      'invalid-parameters',
      'bad-opening',
    ];
    for (const code of codes) {
      for (const accused of [1, 3]) {
        const evidence = buildEvidence({ code, culprits: [p(accused)] }, found.outcome.evidence, found.subject);
        expect(() => verifyEvidence(encodeEvidence(evidence), TEST_TRUST, RUN_SETTING), code).toThrow(/proves nothing/);
      }
    }
  });
});
