import { describe, expect, test } from 'vitest';
import type { Random } from '../bytes.ts';
import { ciphersuite } from '../groups/index.ts';
import { partyIndex, SCHEMES } from '../keys/structure.ts';
import { randomPolynomial } from '../sharing/polynomial.ts';
import {
  identitiesOf,
  keygenDescriptorOf,
  keygenHeader,
  seededRandom,
  structureOf,
  TORSION,
} from '../testing/index.ts';
import { possessionContext } from './judge.ts';
import { type Possession, possessionsHold, provePossession } from './proofOfPossession.ts';

const members = [1, 2, 3, 4, 5];

describe.each(SCHEMES)('a batch of proofs of possession with %s', (scheme) => {
  const suite = ciphersuite(scheme);
  const { group } = suite;
  const random = seededRandom(scheme);
  const structure = structureOf(scheme, [2, members]);
  const descriptor = keygenDescriptorOf(structure, random);
  const about = { header: keygenHeader(descriptor), orderHash: descriptor.orderHash, structure };
  const possessions = members.map((index): Possession => {
    const context = possessionContext(about, identitiesOf(structure), partyIndex(index));
    const f = randomPolynomial(group, 2, random);
    const commitments = f.commit();
    return { context, commitments, proof: provePossession(suite, context, f.constant(), commitments, random) };
  });
  const holdsWith = (index: number, change: (one: Possession) => Possession, coefficients: Random = random) =>
    possessionsHold(
      suite,
      possessions.map((one, i) => (i === index ? change(one) : one)),
      coefficients,
    );

  test('holds if every proof holds, for any number of them', () => {
    for (let n = 0; n <= members.length; n++) {
      expect(possessionsHold(suite, possessions.slice(0, n), random)).toBe(true);
    }
  });

  test('attack 7: does not hold with one false proof, wherever it stands', () => {
    for (const index of possessions.keys()) {
      const off = (one: Possession) => ({ ...one, proof: { ...one.proof, z: group.reduce(one.proof.z + 1n) } });
      expect(holdsWith(index, off)).toBe(false);
      expect(holdsWith(index, (one) => ({ ...one, commitments: [] }))).toBe(false);
      const foreign = possessions[(index + 1) % members.length];
      if (foreign) expect(holdsWith(index, (one) => ({ ...one, proof: foreign.proof }))).toBe(false);
    }
  });

  test('attack 7: two false proofs whose errors cancel in a plain sum do not hold', () => {
    const cancelling = possessions.map((one, i) => {
      const error = i === 0 ? 1n : i === 1 ? -1n : 0n;
      return { ...one, proof: { ...one.proof, z: group.reduce(one.proof.z + error) } };
    });
    expect(possessionsHold(suite, cancelling, random)).toBe(false);
    // With equal coefficients it would: they must not be known to the provers.
    expect(possessionsHold(suite, cancelling, (length) => new Uint8Array(length))).toBe(true);
  });

  test('no coefficient is zero', () => {
    const off = (one: Possession) => ({ ...one, proof: { ...one.proof, z: group.reduce(one.proof.z + 1n) } });
    expect(holdsWith(0, off, (length) => new Uint8Array(length))).toBe(false);
  });
});

test('points of small order never decide a batch: their order is checked elsewhere', () => {
  for (const scheme of ['frost-ed25519', 'frost-ed448'] as const) {
    const suite = ciphersuite(scheme);
    const random = seededRandom(scheme);
    const structure = structureOf(scheme, [2, [1, 2, 3]]);
    const descriptor = keygenDescriptorOf(structure, random);
    const about = { header: keygenHeader(descriptor), orderHash: descriptor.orderHash, structure };
    const context = possessionContext(about, identitiesOf(structure), partyIndex(1));
    const f = randomPolynomial(suite.group, 2, random);
    const [T] = TORSION[scheme];
    if (!T) throw new Error('no torsion');
    // The tainted vector is what is proven: only the cofactor makes the equation hold.
    const commitments = f.commit().map((A) => A.add(T));
    const proof = provePossession(suite, context, f.constant(), commitments, random);
    for (let draw = 0; draw < 8; draw++) {
      expect(possessionsHold(suite, [{ context, commitments, proof }], random)).toBe(true);
    }
  }
});
