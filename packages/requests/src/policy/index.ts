export * from './evaluate.ts';
export * from './localDemoRules.ts';
export * from './parseRuleSet.ts';
export * from './ruleSet.ts';
