import type { IntentKind } from '../intents/intent.ts';
import type { Need } from '../intents/need.ts';
import { needText, permits } from './permits.ts';
import type { AllowRule, RuleSet } from './ruleSet.ts';

/** What rules can tell apart. */
export interface Subject {
  readonly desk: string;
  readonly keyName: string;
  readonly intentKind: IntentKind;
  /** What the intent does that rules have a say in, as it was prepared. */
  readonly needs: readonly Need[];
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
  const rule = rules.allow.findIndex(
    (candidate) => matchesAll(candidate, subject) && subject.needs.every((need) => permits(candidate, need)),
  );
  return rule >= 0 ? { allowed: true, rule } : { allowed: false, reasons: denialReasons(rules, subject) };
}

function matches<T>(allowed: '*' | readonly T[], value: T): boolean {
  return allowed === '*' || allowed.includes(value);
}

function matchesAll(rule: AllowRule, { desk, keyName, intentKind }: Subject): boolean {
  return matches(rule.desks, desk) && matches(rule.keys, keyName) && matches(rule.intents, intentKind);
}

function denialReasons(rules: RuleSet, subject: Subject): readonly string[] {
  const candidates = rules.allow.filter((rule) => matchesAll(rule, subject));
  return candidates.length === 0 ? unmatched(rules, subject) : unmet(rules.name, candidates, subject.needs);
}

function unmatched({ name, allow }: RuleSet, { desk, keyName, intentKind }: Subject): readonly string[] {
  const reasons: string[] = [];
  if (!allow.some((rule) => matches(rule.desks, desk))) reasons.push(`no rule of ${name} allows desk ${desk}`);
  if (!allow.some((rule) => matches(rule.keys, keyName))) reasons.push(`no rule of ${name} allows key ${keyName}`);
  if (!allow.some((rule) => matches(rule.intents, intentKind)))
    reasons.push(`no rule of ${name} allows intents of kind ${intentKind}`);
  if (reasons.length > 0) return reasons;
  return [`no one rule of ${name} allows desk ${desk} to have a ${intentKind} signed by key ${keyName}`];
}

/** As many as a person reads, and a view holds. */
const MAX_REASONS = 16;

/** The desk may ask for such intents with that key, but not for what this one does. */
function unmet(name: string, candidates: readonly AllowRule[], needs: readonly Need[]): readonly string[] {
  const refused = needs.filter((need) => !candidates.some((rule) => permits(rule, need)));
  const [together, texts] = refused.length > 0 ? ['', refused] : ['together ', needs];
  const reasons = new Set(texts.map((need) => `no rule of ${name} ${together}allows ${needText(need)}`));
  return [...reasons].slice(0, MAX_REASONS);
}
