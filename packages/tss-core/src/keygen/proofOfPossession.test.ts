import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import { partyIndex, SCHEMES } from '../keys/structure.ts';
import { randomPolynomial } from '../sharing/polynomial.ts';
import {
  identitiesOf,
  identitySecretOf,
  keygenDescriptorOf,
  keygenHeader,
  seededRandom,
  structureOf,
} from '../testing/index.ts';
import { type PossessionContext, provePossession, verifyPossession } from './proofOfPossession.ts';

const p = partyIndex;

describe.each(SCHEMES)('attacks 7 and 19: a proof of possession with %s', (scheme) => {
  const suite = ciphersuite(scheme);
  const { group } = suite;
  const random = seededRandom(scheme);
  const structure = structureOf(scheme, [2, [1, 2, 3]], [2, [4, 5]]);
  const header = keygenHeader(keygenDescriptorOf(structure, random));
  const identities = identitiesOf(structure);
  const identity = identities.get(p(1)) ?? identitySecretOf(1);
  const context: PossessionContext = { header, structure, quorum: 0, dealer: p(1), identity };
  const f = randomPolynomial(group, 2, random);
  const commitments = f.commit();
  const proof = provePossession(suite, context, f.constant(), commitments, random);
  const bytes = new Uint8Array(32).fill(7);

  test('holds where it was made', () => {
    expect(verifyPossession(suite, context, commitments, proof)).toBe(true);
  });

  const elsewhere: readonly (readonly [string, PossessionContext])[] = [
    ['cluster', { ...context, header: { ...header, cluster: bytes } }],
    ['key', { ...context, header: { ...header, key: bytes } }],
    ['session', { ...context, header: { ...header, session: bytes } }],
    ['epoch', { ...context, header: { ...header, epoch: 2 } }],
    ['structure', { ...context, structure: { ...structure, lossAccepted: false } }],
    ['quorum', { ...context, quorum: 1 }],
    ['dealer', { ...context, dealer: p(2) }],
    ['identity', { ...context, identity: identities.get(p(2)) ?? identity }],
  ];
  test.each(elsewhere)('is worth nothing under another %s', (_, changed) => {
    expect(verifyPossession(suite, changed, commitments, proof)).toBe(false);
  });

  test('is worth nothing for other commitments: not one of the vector can be exchanged, added or left out', () => {
    const [A0 = group.generator, A1 = group.generator] = commitments;
    for (const changed of [[A0, A0], [A1, A0], [A0], [A0, A1, A1], [A0.negate(), A1], []]) {
      expect(verifyPossession(suite, context, changed, proof)).toBe(false);
    }
  });

  test('does not come from a constant that is not known: a rogue key has none', () => {
    // The rogue constant cancels an honest one; what its dealer knows is only the difference.
    const known = group.randomScalar(random);
    const rogue = [group.generator.multiply(known).subtract(commitments[0] ?? group.generator), group.generator];
    for (const secret of [known, group.reduce(-known), 0n]) {
      const forged = provePossession(suite, context, secret, rogue, random);
      expect(verifyPossession(suite, context, rogue, forged)).toBe(false);
    }
  });
});
