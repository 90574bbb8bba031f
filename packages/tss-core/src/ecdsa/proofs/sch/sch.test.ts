import { expect, test } from 'vitest';
import { seededRandom } from '../../../testing/seededRandom.ts';
import { testProof } from '../../testing/battery.ts';
import { mutationsOf } from '../../testing/mutations.ts';
import { TEST_CONTEXT } from '../../testing/parties.ts';
import { TEST_SETTING } from '../../testing/settings.ts';
import { schInstance } from '../../testing/statements.ts';
import { proveSch } from './proveSch.ts';
import { type SchProof, schProofCodec } from './sch.ts';
import { verifySch } from './verifySch.ts';

testProof<SchProof>('Πsch', (setting) => {
  const random = seededRandom('sch');
  const { statement, secret } = schInstance(setting, random);
  return {
    setting,
    proof: proveSch(setting, TEST_CONTEXT, statement, secret, random),
    codec: schProofCodec(setting),
    verify: (proof, context = TEST_CONTEXT, other = setting) => verifySch(other, context, statement, proof),
  };
});

const random = seededRandom('sch statement');
const { statement, secret } = schInstance(TEST_SETTING, random);
const proof = proveSch(TEST_SETTING, TEST_CONTEXT, statement, secret, random);

test.each(mutationsOf(statement, TEST_SETTING.group))('a statement with %s is refused', (_, wrong) => {
  expect(verifySch(TEST_SETTING, TEST_CONTEXT, wrong, proof)).toBe(false);
});
