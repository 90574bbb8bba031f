import { p256 } from '@noble/curves/nist.js';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askTool, makeSoftToken, type SoftToken, softHsmLibrary } from '../testing/softHsm.ts';

describe.skipIf(!softHsmLibrary)('the program behind `quorate hsm`, with SoftHSM2', () => {
  let token: SoftToken;
  beforeAll(async () => {
    token = await makeSoftToken('probed', false);
  });
  afterAll(() => token?.remove());

  test('a probe without a PIN tells what the module says of itself, and tries nothing', () => {
    const answer = askTool({ kind: 'probe', module: token.module, token: 'probed' }, token.env);
    expect(answer).toMatchObject({ kind: 'probed', tokens: [{ label: 'probed' }] });
    expect(answer).not.toHaveProperty('usable');
  });

  test('a probe with a PIN tries everything and leaves nothing behind', () => {
    const { module, pin } = token;
    const answer = askTool({ kind: 'probe', module, token: 'probed', pin }, token.env);
    expect(answer).toMatchObject({ kind: 'probed', usable: true });
    if (answer.kind !== 'probed') throw new Error(answer.kind);
    expect(answer.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(answer.checks.length).toBeGreaterThan(12);
    const status = askTool({ kind: 'status', module, token: 'probed', prefix: 'quorate-probe', pin }, token.env);
    expect(status).toMatchObject({ kind: 'refused', code: 'no-hsm-key' });
  });

  test('keys are made once, and the record of it is signed by the new attestation key', () => {
    const question = { kind: 'init', module: token.module, token: 'probed', prefix: 'q', pin: token.pin } as const;
    const made = askTool(question, token.env);
    if (made.kind !== 'made') throw new Error(JSON.stringify(made));
    const { record, signature, keys } = made;
    expect(JSON.parse(record)).toMatchObject({ sealing: { id: keys.sealingKeyId }, token: { label: 'probed' } });
    expect(p256.verify(hexToBytes(signature), utf8ToBytes(record), hexToBytes(keys.attestationKey))).toBe(true);
    expect(askTool(question, token.env)).toMatchObject({ kind: 'refused', code: 'hsm-keys-exist' });
    const status = askTool({ ...question, kind: 'status' }, token.env);
    expect(status).toMatchObject({ kind: 'status', pin: 'usable', keys });
  });

  test('a false PIN is tried once, and the state of the PIN is told', () => {
    const { module } = token;
    const wrong = askTool({ kind: 'status', module, token: 'probed', prefix: 'q', pin: '9999' }, token.env);
    expect(wrong).toMatchObject({ kind: 'refused', code: 'pin-refused' });
    expect(askTool({ kind: 'status', module, token: 'probed', prefix: 'q' }, token.env)).toMatchObject({
      pin: 'tried',
    });
  });
});
