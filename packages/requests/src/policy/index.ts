export { type BitcoinRules, DEFAULT_BITCOIN_RULES } from './bitcoinRules.ts';
export {
  type CalldataRule,
  type ContractRule,
  DEFAULT_ETHEREUM_RULES,
  type EthereumRules,
  type TypedDataRule,
} from './ethereumRules.ts';
export * from './evaluate.ts';
export * from './localDemoRules.ts';
export * from './parseRuleSet.ts';
export * from './ruleSet.ts';
