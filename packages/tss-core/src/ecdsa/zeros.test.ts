import { numberToBytesBE } from '@noble/curves/utils.js';
import { describe, expect, test } from 'vitest';
import { buildEvidence, encodeEvidence } from '../evidence/evidence.ts';
import { verifyEvidence } from '../evidence/verifyEvidence.ts';
import { ciphersuite } from '../groups/index.ts';
import { type PartyIndex, partyIndex } from '../keys/structure.ts';
import type { SessionOutcome } from '../session/sessionOutcome.ts';
import { additiveShare } from '../sharing/additiveShares.ts';
import { changingBroadcast } from '../testing/cheating.ts';
import { TEST_TRUST } from '../testing/fixtures.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import { MAX_BODY_BYTES } from '../wire/envelope.ts';
import { signerOf } from './ecdsaGroup.ts';
import { presignRounds } from './presign/messages.ts';
import { Presignature } from './presign/presignature.ts';
import type { MadeProducts } from './presign/products.ts';
import { onlineRound } from './sign/ecdsaSign.ts';
import { signingPackage } from './sign/rerandomise.ts';
import {
  ecdsaKey,
  groupOf,
  RUN_SETTING,
  resultsOf,
  simulateEcdsaSign,
  simulatePresign,
} from './testing/simulateEcdsa.ts';
import { CERTIFICATE as certificate, FIRST_TWO, TWO_OF_THREE as key } from './testing/twoOfThree.ts';

/** Attack 30: what no honest run meets. Numbers that are zero end it, prove nothing about anybody, and leave nothing. */
const p = partyIndex;
const MESSAGE = new Uint8Array(32).fill(5);
const SEED = 'zeros';
const group = groupOf(key, FIRST_TWO);
const { group: curve } = group.setting;

/** How a session ended for a party, if nobody is blamed. */
function unblamed(outcome: SessionOutcome<unknown> | undefined) {
  if (outcome?.kind !== 'stalled') throw new Error(`it ended ${outcome?.kind}`);
  expect(outcome.missing).toEqual([]);
  return outcome.reason;
}

const presigned = () => resultsOf(simulatePresign(key, FIRST_TWO, SEED).outcomes);

/** Signs with these, and makes sure that nothing of them is left. */
function sign(
  presignatures: ReadonlyMap<PartyIndex, Presignature>,
  message: Uint8Array,
  options: Parameters<typeof simulateEcdsaSign>[5],
  signing = key,
) {
  const run = simulateEcdsaSign(signing, FIRST_TWO, presignatures, message, SEED, options);
  for (const presignature of presignatures.values()) expect(() => presignature.take()).toThrow(/wiped/);
  return run;
}

test('Γ = 0: the last γ is what the others leave of it', () => {
  const ofParty1 = seededRandom(`${SEED} 1`);
  curve.randomScalar(ofParty1);
  const gamma1 = curve.randomScalar(ofParty1);
  let scalars = 0;
  const { outcomes } = simulatePresign(key, FIRST_TWO, SEED, {
    rig: (party, random) => (length) => {
      const isScalar = length === curve.scalarLength + 16;
      if (party !== 2 || !isScalar || ++scalars !== 2) return random(length);
      // randomScalar adds 1.
      return numberToBytesBE(curve.order - gamma1 - 1n, length);
    },
  });
  for (const party of [p(1), p(2)]) expect(unblamed(outcomes.get(party))).toMatch(/Γ is the identity/);
});

test('χ = 0: a mask is what the other summands of a share leave of it', () => {
  const { Open } = presignRounds(group);
  const deltas = new Map<PartyIndex, bigint>();
  const honest = simulatePresign(key, FIRST_TWO, SEED, {
    onFrame(from, _, frame) {
      if (frame.kind !== 'envelope' || frame.value.round !== Open.number) return;
      deltas.set(from, decodeCbor(Open.codec, frame.value.body, MAX_BODY_BYTES).delta);
    },
  });
  const delta = [...deltas.values()].reduce((sum, one) => sum + one, 0n);
  const chi1 = curve.reduce((resultsOf(honest.outcomes).get(p(1))?.take().chi ?? 0n) * delta);
  const [N1, N2] = [signerOf(group, p(1)).paillier, signerOf(group, p(2)).paillier];
  const without = ({ products, secrets }: MadeProducts): MadeProducts => {
    const { D, F } = products.x;
    const x = { D: N1.add(D, N1.encrypt(-chi1, 1n)), F: N2.add(F, N2.encrypt(-chi1, 1n)) };
    return { products: { ...products, x }, secrets: { ...secrets, x: { ...secrets.x, y: secrets.x.y - chi1 } } };
  };
  const { outcomes } = simulatePresign(key, FIRST_TWO, SEED, {
    adversary: { corrupt: new Set([p(2)]), tamper: ({ frame }) => [frame] },
    crooks: new Map([[p(2), { products: (made) => new Map([...made].map(([to, one]) => [to, without(one)])) }]]),
  });
  expect(unblamed(outcomes.get(p(1)))).toMatch(/a share of x·k is zero/);
});

test('ρ = 0', () => {
  const { outcomes } = sign(presigned(), MESSAGE, { rho: 0n });
  for (const outcome of outcomes.values()) expect(unblamed(outcome)).toMatch(/ρ is zero/);
});

test('r = 0: on P-256 two points have the coordinate x = 0', () => {
  const other = ecdsaKey('ecdsa-p256', [[2, [1, 2, 3]]]);
  const { group: p256 } = ciphersuite('ecdsa-p256');
  const Gamma = Uint8Array.of(2, ...new Uint8Array(32));
  const certified = resultsOf(simulatePresign(other, FIRST_TWO, SEED).outcomes);
  const presignatures = [...certified].map(([party, { certificate }]) => {
    const statement = { ...certificate.statement, Gamma };
    return [party, new Presignature(p256, party, { ...certificate, statement }, { k: 1n, chi: 1n })] as const;
  });
  const { outcomes } = sign(new Map(presignatures), MESSAGE, { rho: 1n }, other);
  for (const outcome of outcomes.values()) expect(unblamed(outcome)).toMatch(/r is zero/);
});

describe('s = 0', () => {
  test('by chance: the digest is −r·x', () => {
    const presignatures = presigned();
    const statement = presignatures.get(p(1))?.certificate.statement;
    if (!statement) throw new Error('no presignature');
    const suite = { ...group.publicKey.suite, H1: () => 7n };
    const request = { session: new Uint8Array(32), index: 0, message: MESSAGE, tweak: 0n };
    const { r } = signingPackage({ ...group, publicKey: { ...group.publicKey, suite } }, statement, request);
    const x = [p(1), p(2)].reduce((sum, party) => {
      const share = key.keygen.get(party)?.share.secret ?? new Uint8Array(0);
      return sum + additiveShare(curve, FIRST_TWO, party, curve.decodeScalar(share));
    }, 0n);
    const { outcomes } = sign(presignatures, curve.encodeScalar(curve.reduce(-r * x)), { rho: 7n });
    for (const outcome of outcomes.values()) expect(unblamed(outcome)).toMatch(/s is zero/);
  });

  test('by a share that is made to cancel the other: it is false, and convicts', () => {
    const { codec } = onlineRound(group);
    let share = 0n;
    sign(presigned(), MESSAGE, {
      onFrame(from, _, frame) {
        if (from === 1 && frame.kind === 'envelope') share = decodeCbor(codec, frame.value.body, MAX_BODY_BYTES);
      },
    });
    const presignatures = presigned();
    const presignature = presignatures.get(p(2))?.certificate ?? null;
    const cheat = changingBroadcast(p(2), 1, () => encodeCbor(codec, curve.order - share));
    const { descriptor, outcomes } = sign(presignatures, MESSAGE, { cheat });
    const outcome = outcomes.get(p(1));
    if (outcome?.kind !== 'fault') throw new Error(`it ended ${outcome?.kind}`);
    const value = { descriptor, certificate, aux: key.aux, presignature };
    const evidence = buildEvidence(outcome.fault, outcome.evidence, { kind: 'ecdsa-signing', value });
    const conviction = verifyEvidence(encodeEvidence(evidence), TEST_TRUST, RUN_SETTING);
    expect(conviction).toMatchObject({ code: 'invalid-share', culprits: [{ party: 2 }] });
  });
});
