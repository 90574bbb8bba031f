import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { countRandomizers } from './countRandomizers.ts';

test('a scrape shows what was counted at the one before, and nothing once the vault has ended', async () => {
  const answers = [Promise.resolve({ size: 24 }), Promise.reject(new Error('ended'))];
  const registry = new Registry();
  countRandomizers({ prepared: () => answers.shift() ?? Promise.reject(new Error('ended')) }, registry);
  const scrape = async () => (await registry.metrics()).match(/^quorate_randomizers_prepared (\d+)$/m)?.[1];
  expect([await scrape(), await scrape(), await scrape()]).toEqual(['0', '24', '0']);
});
