import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type CommandCluster, commandDirectory } from '../support/commandCluster.ts';

let cluster: CommandCluster;

beforeAll(async () => {
  cluster = await commandDirectory('source');
});

afterAll(() => cluster.close());

test('the demo, which runs the sources, tells a true story and cleans up', async () => {
  const schema = z.looseObject({
    checks: z.array(z.strictObject({ claim: z.string(), holds: z.boolean() })),
    dir: z.string(),
    survived: z.looseObject({
      attempts: z.array(z.looseObject({ outcome: z.string(), culprits: z.array(z.string()) })),
    }),
  });
  const { exit, answer } = await cluster.json(schema, 'demo');
  expect(exit).toBe(0);
  expect(answer.checks.filter(({ holds }) => !holds)).toEqual([]);
  expect(answer.survived.attempts.length).toBeGreaterThan(1);
  await expect(readFile(join(answer.dir, 'cluster.json'))).rejects.toThrow('ENOENT');
  // Its nodes look for primes, which takes minutes on a busy machine.
}, 1_900_000);
