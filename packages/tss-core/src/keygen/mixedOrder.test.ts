import { describe, expect, test } from 'vitest';
import { buildEvidence, encodeEvidence } from '../evidence/evidence.ts';
import { verifyEvidence } from '../evidence/verifyEvidence.ts';
import type { Element } from '../groups/ciphersuite.ts';
import { ciphersuite } from '../groups/index.ts';
import { type PartyIndex, partyIndex, type SchemeId } from '../keys/structure.ts';
import { Polynomial } from '../sharing/polynomial.ts';
import {
  type Cheat,
  identitiesOf,
  keygenDescriptorOf,
  keygenHeader,
  seededRandom,
  simulateKeygen,
  structureOf,
  TEST_TRUST,
  TORSION,
} from '../testing/index.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import { mixedOrderDealers, refuseMixedOrder } from './checkDealings.ts';
import { dealingHash, possessionContext } from './judge.ts';
import { Commit, Deal, type Dealing, DealtShare, StrictDeal } from './messages.ts';
import { provePossession } from './proofOfPossession.ts';
import { summedDealings } from './statement.ts';

const p = partyIndex;
const SEED = 'mixed order';

/** Party 2's dealing of its own polynomial, with something added to its commitments and proven as it stands. */
function taintedDealing(scheme: SchemeId, taint: (commitments: readonly Element[]) => readonly Element[]) {
  const suite = ciphersuite(scheme);
  const structure = structureOf(scheme, [2, [1, 2, 3]]);
  const descriptor = keygenDescriptorOf(structure, seededRandom(SEED));
  const context = { header: keygenHeader(descriptor), orderHash: descriptor.orderHash, structure };
  const random = seededRandom('party 2');
  const f = new Polynomial(suite.group, 11n, [7n]);
  const commitments = taint(f.commit());
  const proof = provePossession(
    suite,
    possessionContext(context, identitiesOf(structure), p(2)),
    11n,
    commitments,
    random,
  );
  const dealing: Dealing = { commitments, proof, chainCode: random(32) };
  const cheat: Cheat = {
    party: p(2),
    change(exchange) {
      if (exchange.round === 1) {
        return { ...exchange, broadcast: encodeCbor(Commit.codec, dealingHash(suite, context, p(2), dealing)) };
      }
      if (exchange.round !== 2) return exchange;
      const share = (j: PartyIndex) => encodeCbor(DealtShare(suite).codec, f.evaluate(j));
      const direct = new Map([...exchange.direct.keys()].map((j) => [j, share(j)]));
      return { ...exchange, broadcast: encodeCbor(Deal(suite).codec, dealing), direct };
    },
  };
  return { suite, structure, dealing, cheat };
}

function honestDealing(scheme: SchemeId): Dealing {
  return taintedDealing(scheme, (commitments) => commitments).dealing;
}

describe.each(['frost-ed25519', 'frost-ed448'] as const)('attack 16: dealt points of mixed order, %s', (scheme) => {
  const places = [0, 1].flatMap((k) => TORSION[scheme].map((T, t) => [k, t + 1, T] as const));

  test.each(places)('commitment %i off by point %i convicts its dealer', (k, _, T) => {
    const { cheat, structure } = taintedDealing(scheme, (vector) => vector.map((A, i) => (i === k ? A.add(T) : A)));
    const { outcomes, descriptor } = simulateKeygen(structure, SEED, { cheat });
    for (const honest of [p(1), p(3)]) {
      const outcome = outcomes.get(honest);
      if (outcome?.kind !== 'fault') throw new Error(`party ${honest} ended ${outcome?.kind}`);
      // A tainted constant may spoil the proof as well, where its factor does not cancel the taint.
      expect(['malformed-message', 'bad-proof-of-possession']).toContain(outcome.fault.code);
      expect(outcome.fault.culprits).toEqual([2]);
      const subject = { kind: 'keygen', value: { descriptor } } as const;
      const evidence = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
      expect(verifyEvidence(evidence, TEST_TRUST)).toMatchObject({ culprits: [{ party: 2 }] });
    }
  });

  test('taints that cancel leave sums of prime order; their dealers are known all the same', () => {
    const [T] = TORSION[scheme];
    if (!T) throw new Error('no torsion');
    const off = (by: Element) => taintedDealing(scheme, ([A = by, ...rest]) => [A.add(by), ...rest]).dealing;
    const { suite, structure } = taintedDealing(scheme, (vector) => vector);
    const cancelling = new Map([
      [p(1), off(T)],
      [p(2), off(T.negate())],
      [p(3), honestDealing(scheme)],
    ]);
    expect(() => refuseMixedOrder(suite, cancelling, summedDealings(suite, structure, cancelling))).not.toThrow();
    expect(mixedOrderDealers(suite, cancelling)).toEqual([1, 2]);
    const adding = new Map(cancelling).set(p(2), off(T));
    expect(() => refuseMixedOrder(suite, adding, summedDealings(suite, structure, adding))).toThrow(
      expect.objectContaining({ code: 'malformed-message', culprits: [1, 2], rounds: [2] }),
    );
  });

  test('they decode on the way, and not where a dealer is judged', () => {
    const [T] = TORSION[scheme];
    const { suite, dealing } = taintedDealing(scheme, ([A, ...rest]) => (A && T ? [A.add(T), ...rest] : rest));
    const body = encodeCbor(Deal(suite).codec, dealing);
    expect(decodeCbor(Deal(suite).codec, body, 9999).commitments).toHaveLength(2);
    expect(() => decodeCbor(StrictDeal(suite).codec, body, 9999)).toThrow(/prime-order subgroup/);
  });
});
