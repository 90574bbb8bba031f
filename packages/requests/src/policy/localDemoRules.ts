import type { RuleSet } from './ruleSet.ts';

/** What a local cluster ships, and shows as such: it protects nothing but the form. */
export const localDemoRules: RuleSet = {
  version: 1,
  name: 'local-demo',
  description: 'local demo: any decodable intent of a known desk',
  allow: [{ desks: '*', keys: '*', intents: '*' }],
};
