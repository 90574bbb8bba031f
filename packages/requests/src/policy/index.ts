export * from './ruleSet.ts';
