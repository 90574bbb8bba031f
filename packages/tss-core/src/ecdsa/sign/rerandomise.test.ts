import { describe, expect, test } from 'vitest';
import { RequestRejected } from '../../errors.ts';
import type { EcdsaGroup } from '../ecdsaGroup.ts';
import type { PresignatureStatement } from '../presign/statement.ts';
import { groupOf, resultsOf, simulatePresign } from '../testing/simulateEcdsa.ts';
import { FIRST_TWO, TWO_OF_THREE as key } from '../testing/twoOfThree.ts';
import { type SigningRequest, signingPackage } from './rerandomise.ts';

const group = groupOf(key, FIRST_TWO);
const { generator, encodeElement } = group.setting.group;

function statementOf(seed: string): PresignatureStatement {
  const [presignature] = resultsOf(simulatePresign(key, FIRST_TWO, seed).outcomes).values();
  if (!presignature) throw new Error('no presignature');
  return presignature.certificate.statement;
}
const statement = statementOf('rerandomised');

const request: SigningRequest = {
  session: new Uint8Array(32),
  index: 0,
  message: new Uint8Array(32).fill(5),
  tweak: 0n,
};

interface Signing {
  readonly group: EcdsaGroup;
  readonly statement: PresignatureStatement;
  readonly request: SigningRequest;
}
const signing: Signing = { group, statement, request };
const rhoOf = (of: Signing) => signingPackage(of.group, of.statement, of.request).rho;

describe('attack 5: what a presignature signs with is fixed after all that is signed', () => {
  const X = group.publicKey.groupKey.add(generator);
  const otherKey = { ...group, publicKey: { ...group.publicKey, groupKey: X } };

  test.each<[string, Signing]>([
    ['session', { ...signing, request: { ...request, session: new Uint8Array(32).fill(1) } }],
    ['index', { ...signing, request: { ...request, index: 1 } }],
    ['key', { ...signing, group: otherKey }],
    ['tweak', { ...signing, request: { ...request, tweak: 1n } }],
    ['message', { ...signing, request: { ...request, message: new Uint8Array(32).fill(6) } }],
    ['Γ', { ...signing, statement: { ...statement, Gamma: encodeElement(generator) } }],
  ])('another %s gives another ρ', (_, other) => {
    expect(rhoOf(signing)).toBe(rhoOf({ ...signing }));
    expect(rhoOf(other)).not.toBe(rhoOf(signing));
  });

  test('the point that signs is ρ·Γ, and r its coordinate', () => {
    const { rho, R, r } = signingPackage(group, statement, request);
    const Gamma = group.setting.group.decodeElement(statement.Gamma);
    expect(R.equals(Gamma.multiply(rho))).toBe(true);
    expect(encodeElement(R).subarray(1)).toEqual(group.setting.group.encodeScalar(r));
  });

  test('a digest that is q, zero as a scalar, is refused', () => {
    const message = new Uint8Array(32).map((_, i) => Number((group.setting.group.order >> BigInt(248 - 8 * i)) & 255n));
    expect(() => signingPackage(group, statement, { ...request, message })).toThrow(RequestRejected);
  });
});
