import { p256 } from '@noble/curves/nist.js';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { HsmQuestion } from '@quorate/requests';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askTool, makeSoftToken, type SoftToken, softHsmLibrary } from '../testing/softHsm.ts';

describe.skipIf(!softHsmLibrary)('the program behind `quorate hsm`, with SoftHSM2', () => {
  let token: SoftToken;
  beforeAll(async () => {
    token = await makeSoftToken('probed', false);
  });
  afterAll(() => token?.remove());

  const ask = (question: HsmQuestion) => askTool(question, token.env);
  const about = () => ({ module: token.module, token: token.label, pin: token.pinSource });

  test('a probe without a PIN tells what the module says of itself, and tries nothing', async () => {
    const answer = await ask({ kind: 'probe', module: token.module, token: 'probed' });
    expect(answer).toMatchObject({ kind: 'probed', tokens: [{ label: 'probed' }] });
    expect(answer).not.toHaveProperty('usable');
  });

  test('a probe with a PIN tries everything and leaves nothing behind', async () => {
    const answer = await ask({ kind: 'probe', ...about() });
    expect(answer).toMatchObject({ kind: 'probed', usable: true });
    if (answer.kind !== 'probed') throw new Error(answer.kind);
    expect(answer.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(answer.checks.length).toBeGreaterThan(12);
    const status = await ask({ kind: 'status', ...about(), prefix: 'quorate-probe' });
    expect(status).toMatchObject({ kind: 'refused', code: 'no-hsm-key' });
  });

  test('keys are made once, and the record of it is signed by the new attestation key', async () => {
    const made = await ask({ kind: 'init', ...about(), prefix: 'q' });
    if (made.kind !== 'made') throw new Error(JSON.stringify(made));
    const { record, signature, keys } = made;
    expect(JSON.parse(record)).toMatchObject({ sealing: { id: keys.sealingKeyId }, token: { label: 'probed' } });
    expect(p256.verify(hexToBytes(signature), utf8ToBytes(record), hexToBytes(keys.attestationKey))).toBe(true);
    const again = await ask({ kind: 'init', ...about(), prefix: 'q' });
    expect(again).toMatchObject({ kind: 'refused', code: 'hsm-keys-exist' });
    expect(await ask({ kind: 'status', ...about(), prefix: 'q' })).toMatchObject({ pin: 'usable', keys });
  });

  test('a false PIN is tried once, and the state of the PIN is told', async () => {
    const { module, label } = token;
    process.env.QUORATE_TEST_PIN = '9999';
    const pin = { kind: 'env', name: 'QUORATE_TEST_PIN' } as const;
    const wrong = await ask({ kind: 'status', module, token: label, prefix: 'q', pin });
    expect(wrong).toMatchObject({ kind: 'refused', code: 'pin-refused' });
    expect(await ask({ kind: 'status', module, token: label, prefix: 'q' })).toMatchObject({ pin: 'tried' });
  });
});
