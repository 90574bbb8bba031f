import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSignedRequest, localDemoRules, parseRuleSet, type RuleSet } from '@quorate/requests';
import {
  BYBIT,
  bybitTransaction,
  SAMPLE_TIME,
  sampleCluster,
  sampleKey,
  sampleSignedRequest,
} from '@quorate/requests/testing';
import { partyIndex } from '@quorate/tss-core';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../store/openStore.ts';
import { activateSampleKey } from '../testing/activateSampleKey.ts';
import { createAuthorizer } from './createAuthorizer.ts';

const sample = sampleCluster();
const treasury = sampleKey(sample, 'ecdsa-secp256k1');
const theft = { kind: 'ethereum-transaction', value: { transaction: bybitTransaction() } } as const;

/** What node `index` says to the transaction under these rules. */
function authorize(index: number, rules: RuleSet) {
  const dir = mkdtempSync(join(tmpdir(), 'quorate-ethereum-'));
  const store = openStore(dir);
  onTestFinished(() => {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  activateSampleKey(store, treasury, partyIndex(index));
  const authorizer = createAuthorizer({ cluster: sample.cluster, store, rules, now: () => SAMPLE_TIME * 1000 });
  const signed = sampleSignedRequest(sample, {
    key: treasury.certificate.statement.key,
    intent: theft,
    path: [44, 60, 0],
  });
  return authorizer.authorize(encodeSignedRequest(signed));
}

test.each([1, 2, 3])('node %d denies the theft from Bybit, and says what it would have done (attack 35)', (index) => {
  const what = `the code of ${BYBIT.code} to act as ${BYBIT.safe} (by delegatecall or EIP-7702) on chain 1`;
  expect(authorize(index, localDemoRules)).toEqual({
    kind: 'denied',
    code: 'denied-by-rules',
    reasons: [`no rule of local-demo allows ${what}`],
  });
});

test('rules that name the code allow it, described as what it is', () => {
  const everything = { desks: '*', keys: '*', intents: '*' };
  const ethereum = { delegates: [{ chain: 1, address: BYBIT.code }] };
  const rules = parseRuleSet({ version: 1, name: 'lax', description: '', allow: [{ ...everything, ethereum }] });
  const title = expect.stringMatching(/^Let the code of .* act as Safe .* itself \(delegatecall/);
  expect(authorize(1, rules)).toMatchObject({ kind: 'allowed', description: { title } });
});
