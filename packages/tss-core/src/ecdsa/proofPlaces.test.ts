import { expect, test } from 'vitest';
import { type Assignment, type PartyIndex, partyIndex } from '../keys/structure.ts';
import { encodeCbor } from '../wire/codec.ts';
import { facContext, modContext, prmContext } from './auxInfo/judge.ts';
import { decContext, productContext as publicContext } from './blame/judge.ts';
import { othersOf } from './ecdsaGroup.ts';
import { deltaContext, gammaContext } from './presign/judge.ts';
import { rangeContext } from './presign/nonces.ts';
import { productContext } from './presign/products.ts';
import { type ProofContext, proofContextCodec } from './proofs/context.ts';
import { ecdsaKey, groupOf } from './testing/simulateEcdsa.ts';

const key = ecdsaKey('ecdsa-secp256k1', [[3, [1, 2, 3]]]);
const signers: Assignment = [[partyIndex(1), partyIndex(2), partyIndex(3)]];
const group = groupOf(key, signers);
const session = new Uint8Array(32).fill(1);
const place = { group, session };
const { statement } = key.aux;

/** The places of all that one party proves in an aux ceremony, a presigning and the search for whoever is to blame. */
function placesOf(prover: PartyIndex): readonly ProofContext[] {
  const others = othersOf(group, prover);
  return [
    prmContext({ header: statement, orderHash: statement.orderHash, parties: statement.parties }, prover),
    modContext(statement, prover),
    gammaContext(group, session, prover),
    deltaContext(group, session, prover),
    ...(['gamma', 'x'] as const).map((factor) => decContext(place, prover, factor)),
    ...others.flatMap((other) => [
      facContext(statement, prover, other),
      ...(['k', 'gamma'] as const).map((which) => rangeContext(place, prover, other, which)),
      ...(['gamma', 'x'] as const).map((factor) => productContext(place, prover, other, factor)),
      ...(['gamma', 'x'] as const).map((factor) => publicContext(place, prover, factor, other)),
    ]),
  ];
}

test('attack 19: slots and rounds of proofs are those of docs/ecdsa.md', () => {
  const described = placesOf(partyIndex(1)).map(
    ({ round, slot, verifier }) => `${round} ${slot} ${verifier === 'all' ? 'all' : 'one'}`,
  );
  expect([...new Set(described)].sort()).toEqual([
    '1 prm all',
    '1 range-gamma one',
    '1 range-k one',
    '2 gamma all',
    '2 product-gamma one',
    '2 product-x one',
    '3 delta all',
    '3 fac one',
    '3 mod all',
    '4 dec-gamma all',
    '4 dec-x all',
    '5 public-gamma-2 all',
    '5 public-gamma-3 all',
    '5 public-x-2 all',
    '5 public-x-3 all',
  ]);
});

test('attack 19: no two proofs of a session stand in one place', () => {
  const places = [...group.signers.keys()].flatMap(placesOf).map((one) => String(encodeCbor(proofContextCodec, one)));
  expect(places).toHaveLength(3 * (6 + 2 * 7));
  expect(new Set(places).size).toBe(places.length);
});
