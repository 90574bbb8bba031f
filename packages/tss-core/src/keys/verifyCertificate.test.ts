import { describe, expect, test } from 'vitest';
import { RequestRejected } from '../errors.ts';
import { ciphersuite } from '../groups/index.ts';
import { identitiesOf, identitySecretOf, keygenResults, simulateKeygen, structureOf } from '../testing/index.ts';
import { signStatement } from '../wire/statement.ts';
import { type KeyCertificate, type KeyStatement, keyStatementType } from './certificate.ts';
import { partyIndex } from './structure.ts';
import { verifyCertificate } from './verifyCertificate.ts';

const p = partyIndex;
const structure = structureOf('frost-ed25519', [2, [1, 2, 3]], [1, [4]]);
const identities = identitiesOf(structure);
const made = keygenResults(simulateKeygen(structure, 'certificate')).get(p(1));
if (!made) throw new Error('no key');
const { certificate } = made;
const { statement, signatures } = certificate;
const { group } = ciphersuite('frost-ed25519');
const [first, second] = statement.commitments;
const [one, two, ...rest] = signatures;
if (!first || !second || !one || !two) throw new Error('two quorums');

/** What all its parties would sign together, if all were corrupt. */
function signedByAll(change: Partial<KeyStatement>): KeyCertificate {
  const changed = { ...statement, ...change };
  const sign = (party: number) => signStatement(keyStatementType, changed, identitySecretOf(party));
  return { statement: changed, signatures: signatures.map(({ party }) => ({ party, signature: sign(party) })) };
}

test('the certificate of a keygen verifies', () => {
  expect(group.encodeElement(verifyCertificate(certificate, identities).groupKey)).toEqual(statement.groupKey);
  expect(verifyCertificate(signedByAll({}), identities)).toBeDefined();
});

describe('attack 10: a certificate without the signature of every party', () => {
  test.each([
    ['one left out', [one, ...rest]],
    ['one twice', [one, one, ...rest]],
    ['another order', [two, one, ...rest]],
    ['one too many', [...signatures, { party: p(9), signature: one.signature }]],
    ['one in the name of another', [one, { ...two, signature: one.signature }, ...rest]],
    ['a zero signature', [{ ...one, signature: new Uint8Array(64) }, two, ...rest]],
    ['a short signature', [{ ...one, signature: one.signature.subarray(1) }, two, ...rest]],
    ['none', []],
  ])('%s', (_, changed) => {
    expect(() => verifyCertificate({ statement, signatures: changed }, identities)).toThrow(RequestRejected);
  });

  test('a party whose identity is unknown, or another', () => {
    const unknown = new Map([...identities].filter(([party]) => party !== 2));
    expect(() => verifyCertificate(certificate, unknown)).toThrow(/party 2 is unknown/);
    const swapped = new Map([...identities, [p(2), identities.get(p(3)) ?? new Uint8Array(33)] as const]);
    expect(() => verifyCertificate(certificate, swapped)).toThrow(/signature of party 2/);
  });
});

describe('what even all parties together cannot certify', () => {
  const identity = new Uint8Array(32).with(0, 1);
  const negated = group.encodeElement(group.decodeElement(first[0] ?? identity).negate());
  test.each<[string, Partial<KeyStatement>, RegExp]>([
    ['attack 8: a vector too long', { commitments: [[...first, ...second], second] }, /lengths of its thresholds/],
    ['attack 8: a vector too short', { commitments: [first.slice(1), second] }, /lengths of its thresholds/],
    ['a vector too few', { commitments: [first] }, /lengths of its thresholds/],
    ['quorums exchanged', { commitments: [second, first] }, /lengths of its thresholds/],
    ['another group key', { groupKey: first[0] ?? identity }, /not the sum/],
    ['attack 16: the identity as a commitment', { commitments: [[identity, ...first.slice(1)], second] }, /canonical/],
    ['attack 16: a group key of identity', { commitments: [first, [negated]] }, /canonical/],
    [
      'a party in two quorums',
      {
        structure: {
          ...structure,
          quorums: structure.quorums.toSpliced(1, 1, { threshold: 1, members: [p(3), p(4)] }),
        },
      },
      /two quorums/,
    ],
  ])('%s', (_, change, sentence) => {
    expect(() => verifyCertificate(signedByAll(change), identities)).toThrow(sentence);
  });
});
