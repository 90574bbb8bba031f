import { afterAll, beforeAll } from 'vitest';
import { type CommandCluster, commandCluster } from '../../support/commandCluster.ts';

/** The one that all tests of commands share. */
export let cluster: CommandCluster;

beforeAll(async () => {
  cluster = await commandCluster();
}, 120_000);

afterAll(() => cluster.close(), 60_000);
