import { encodeCbor, taggedHash } from '@quorate/tss-core/wire';
import { parseWith } from '../schema/parseWith.ts';
import { RULES_TAG, type RuleSet, ruleSetCodec, ruleSetSchema } from './ruleSet.ts';

/**
 * Checks rules that were read from YAML or JSON. Throws RequestRejected `bad-rules`.
 * @param name what to call the file in the error
 */
export function parseRuleSet(value: unknown, name = 'rules.yaml'): RuleSet {
  return parseWith(ruleSetSchema, value, name, 'bad-rules');
}

/** What a node's readiness and the session id bind: under which rules it allowed. 32 bytes. */
export function policyHash(rules: RuleSet): Uint8Array {
  return taggedHash(RULES_TAG, encodeCbor(ruleSetCodec, rules));
}
