import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../testing/seededRandom.ts';
import { testProof } from '../../testing/battery.ts';
import { mutationsOf } from '../../testing/mutations.ts';
import { TEST_CONTEXT } from '../../testing/parties.ts';
import { attempt } from '../../testing/proofCase.ts';
import { TEST_SETTING } from '../../testing/settings.ts';
import { elogInstance } from '../../testing/statements.ts';
import { type ElogCommitments, type ElogProof, elogChallenge, elogProofCodec } from './elog.ts';
import { proveElog } from './proveElog.ts';
import { verifyElog } from './verifyElog.ts';

testProof<ElogProof>('Πelog', (setting) => {
  const random = seededRandom('elog');
  const { statement, secret } = elogInstance(setting, random);
  return {
    setting,
    proof: proveElog(setting, TEST_CONTEXT, statement, secret, random),
    codec: elogProofCodec(setting),
    verify: (proof, context = TEST_CONTEXT, other = setting) => verifyElog(other, context, statement, proof),
  };
});

const { group } = TEST_SETTING;
const random = seededRandom('elog statement');
const { statement, secret } = elogInstance(TEST_SETTING, random);

test.each(mutationsOf(statement, group))('a statement with %s is refused', (_, wrong) => {
  const proof = attempt(() => proveElog(TEST_SETTING, TEST_CONTEXT, wrong, secret, random));
  expect(proof !== undefined && verifyElog(TEST_SETTING, TEST_CONTEXT, wrong, proof)).toBe(false);
});

describe('a prover who is honest but for one commitment', () => {
  const [alpha, m] = [group.randomScalar(random), group.randomScalar(random)];
  const honest: ElogCommitments = {
    A: group.generator.multiply(alpha),
    N: group.generator.multiply(m).add(statement.X.multiply(alpha)),
    B: statement.h.multiply(m),
  };

  function isAccepted(commitments: ElogCommitments): boolean {
    const e = elogChallenge(TEST_SETTING, TEST_CONTEXT, statement, commitments);
    const z = group.reduce(alpha + e * secret.lambda);
    const u = group.reduce(m + e * secret.y);
    return verifyElog(TEST_SETTING, TEST_CONTEXT, statement, { ...commitments, z, u });
  }

  test('is accepted without that', () => expect(isAccepted(honest)).toBe(true));

  test.each(['A', 'N', 'B'] as const)('breaks the equation of %s alone, and is refused', (name) => {
    expect(isAccepted({ ...honest, [name]: honest[name].add(group.generator) })).toBe(false);
  });
});
