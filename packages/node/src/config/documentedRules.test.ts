import { readFileSync } from 'node:fs';
import { parseRuleSet } from '@quorate/requests';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const page = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```yaml (\S*rules\.yaml)\n([\s\S]*?)^```$/gm)];

test.each(blocks.map(([, name, text]) => [name, text] as const))(
  '%s of docs/operations.md is accepted',
  (name, text = '') => {
    expect(parseRuleSet(parse(text), name).allow.length).toBeGreaterThan(0);
  },
);

test('every kind of rules is documented', () => {
  expect(blocks.map(([, name]) => name)).toEqual(['rules.yaml', 'ethereum-rules.yaml', 'bitcoin-rules.yaml']);
});
