import type { IntentKind } from '../intents/intent.ts';
import type { AllowRule, RuleSet } from './ruleSet.ts';

/** What rules can tell apart. */
export interface Subject {
  readonly desk: string;
  readonly keyName: string;
  readonly intentKind: IntentKind;
}

export type Verdict =
  | {
      readonly allowed: true;
      /** Which rule allowed it, counted from 0. */
      readonly rule: number;
    }
  | { readonly allowed: false /** In plain words. */; readonly reasons: readonly string[] };

/** The first rule that matches allows; without one it is denied, with reasons. */
export function evaluate(rules: RuleSet, subject: Subject): Verdict {
  const rule = rules.allow.findIndex((candidate) => matchesAll(candidate, subject));
  return rule >= 0 ? { allowed: true, rule } : { allowed: false, reasons: denialReasons(rules, subject) };
}

function matches<T>(allowed: '*' | readonly T[], value: T): boolean {
  return allowed === '*' || allowed.includes(value);
}

function matchesAll(rule: AllowRule, { desk, keyName, intentKind }: Subject): boolean {
  return matches(rule.desks, desk) && matches(rule.keys, keyName) && matches(rule.intents, intentKind);
}

function denialReasons({ name, allow }: RuleSet, { desk, keyName, intentKind }: Subject): readonly string[] {
  const reasons: string[] = [];
  if (!allow.some((rule) => matches(rule.desks, desk))) reasons.push(`no rule of ${name} allows desk ${desk}`);
  if (!allow.some((rule) => matches(rule.keys, keyName))) reasons.push(`no rule of ${name} allows key ${keyName}`);
  if (!allow.some((rule) => matches(rule.intents, intentKind)))
    reasons.push(`no rule of ${name} allows intents of kind ${intentKind}`);
  if (reasons.length > 0) return reasons;
  return [`no one rule of ${name} allows desk ${desk} to have a ${intentKind} signed by key ${keyName}`];
}
