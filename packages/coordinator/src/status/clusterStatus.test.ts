import type { NodeStatus } from '@quorate/network';
import { statusViewSchema } from '@quorate/requests';
import { expect, test } from 'vitest';
import { harness } from '../testing/harness.ts';
import { nodeStatus } from '../testing/honestNode.ts';

test.each<[string, Partial<NodeStatus>]>([
  ['a description of its rules longer than rules may have', { rules: { name: 'acme', description: 'x'.repeat(1000) } }],
  ['rules of a name that is none', { rules: { name: 'Rules of ACME', description: '' } }],
])('a node that tells %s spoils the answer about no other', async (_, lie) => {
  const { services, nodes, sample } = harness();
  nodes.behave('node-2', { status: () => ({ ...nodeStatus('node-2', sample), ...lie }) });
  const status = await services.status();
  expect(statusViewSchema.safeParse(status).success).toBe(true);
  expect(status.nodes.map(({ id, state }) => `${id} ${state}`)).toEqual(['node-1 up', 'node-2 down', 'node-3 up']);
});
