import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { localDemoRules } from './localDemoRules.ts';
import { parseRuleSet, policyHash } from './parseRuleSet.ts';
import type { RuleSet } from './ruleSet.ts';

const rules: RuleSet = {
  version: 1,
  name: 'prod',
  description: 'payments by day, messages by the office',
  allow: [
    { desks: ['payments'], keys: ['hot'], intents: ['bitcoin-psbt', 'solana-transaction'] },
    { desks: ['office'], keys: '*', intents: ['message'] },
  ],
};
const subject = { desk: 'payments', keyName: 'hot', intentKind: 'bitcoin-psbt', needs: [] } as const;

test('the first rule that matches in everything allows', () => {
  expect(evaluate(rules, subject)).toEqual({ allowed: true, rule: 0 });
  expect(evaluate(rules, { desk: 'office', keyName: 'cold', intentKind: 'message', needs: [] })).toEqual({
    allowed: true,
    rule: 1,
  });
});

test('what no rule knows is denied by name', () => {
  expect(evaluate(rules, { ...subject, desk: 'desk-1' })).toEqual({
    allowed: false,
    reasons: ['no rule of prod allows desk desk-1'],
  });
});

test('rules do not add up: each must match alone', () => {
  expect(evaluate(rules, { desk: 'payments', keyName: 'hot', intentKind: 'message', needs: [] })).toEqual({
    allowed: false,
    reasons: ['no one rule of prod allows desk payments to have a message signed by key hot'],
  });
});

test('without rules everything is denied, with every reason', () => {
  const verdict = evaluate({ ...rules, allow: [] }, subject);
  expect(verdict.allowed === false && verdict.reasons).toHaveLength(3);
});

test('the local demo allows everything', () => {
  expect(evaluate(localDemoRules, subject).allowed).toBe(true);
});

test('rules read from a file are checked', () => {
  expect(parseRuleSet(JSON.parse(JSON.stringify(rules)))).toEqual(rules);
});

test.each([
  [{ ...rules, version: 2 }, 'rules.yaml: version: expected 1'],
  [{ ...rules, deny: [] }, 'rules.yaml: unknown field "deny"'],
  [{ ...rules, allow: [{ desks: '*', keys: '*' }] }, 'rules.yaml: allow[0].intents: expected "*" or a list of intents'],
  [{ ...rules, allow: [{ desks: '*', keys: '*', intents: ['digest'] }] }, 'expected "*" or a list of intents (bitcoin'],
  [
    { ...rules, allow: [{ desks: 'all', keys: '*', intents: '*' }] },
    'allow[0].desks: expected "*" or a list of desk ids',
  ],
  [null, 'rules.yaml: expected object, received null'],
])('%j is refused', (value, sentence) => {
  expect(() => parseRuleSet(value)).toThrow(sentence);
  expect(() => parseRuleSet(value)).toThrow(expect.objectContaining({ code: 'bad-rules' }));
});

test('the hash tells every two rule sets apart', () => {
  const [first, second] = rules.allow;
  if (!first || !second) throw new Error('two rules');
  const others: RuleSet[] = [
    rules,
    { ...rules, name: 'prod-2' },
    { ...rules, description: '' },
    { ...rules, allow: [second, first] },
    { ...rules, allow: [first] },
    { ...rules, allow: [{ ...first, desks: '*' }, second] },
    { ...rules, allow: [{ ...first, desks: [] }, second] },
    { ...rules, allow: [{ ...first, keys: ['cold'] }, second] },
    { ...rules, allow: [{ ...first, intents: ['bitcoin-psbt'] }, second] },
  ];
  expect(new Set(others.map((set) => policyHash(set).join())).size).toBe(others.length);
});
