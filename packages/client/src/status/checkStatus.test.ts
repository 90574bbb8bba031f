import type { StatusView } from '@quorate/requests';
import { expect, test } from 'vitest';
import { scene, statusOf } from '../testing/scene.ts';

const honest = statusOf();
const [first, ...others] = honest.nodes;
if (!first) throw new Error('the sample cluster has nodes');

/** What a client makes of a coordinator that says this. */
async function told(view: StatusView) {
  const { coordinator, client } = await scene();
  coordinator.on('GET /v1/status', () => ({ body: view }));
  return client.status();
}

test('what agrees with the pinned cluster file is returned', async () => {
  expect(await told(honest)).toEqual({ kind: 'done', value: honest });
  expect(await told({ ...honest, nodes: honest.nodes.toReversed() })).toMatchObject({ kind: 'done' });
});

test('a coordinator of another cluster is told as such, both of them named', async () => {
  const result = await told({ ...honest, cluster: { name: 'elsewhere', id: '0f'.repeat(32), revision: 1 } });
  expect(result).toMatchObject({ kind: 'failed', code: 'other-cluster' });
  expect(result.kind === 'failed' && result.sentence).toMatch(
    /^the coordinator at http:\S+ is of another cluster: its own is elsewhere, id 0f0f\S+; the pinned cluster file is of sample, id \S+$/,
  );
});

test.each<[string, StatusView, string]>([
  ['another name', { ...honest, cluster: { ...honest.cluster, name: 'bank' } }, 'it calls the cluster bank, and'],
  [
    'a coordinator that is none',
    { ...honest, coordinator: { ...honest.coordinator, id: 'node-1' } },
    'it calls itself node-1, and',
  ],
  ['a missing node', { ...honest, nodes: others }, 'does not show node-1 as revision 1 of the pinned cluster file'],
  ['a node twice', { ...honest, nodes: [first, ...honest.nodes] }, 'does not show node-1 as'],
  ['another peer id', { ...honest, nodes: [{ ...first, peerId: '16Uiu2' }, ...others] }, 'does not show node-1 as'],
  [
    'another address',
    { ...honest, nodes: [{ ...first, address: '/dns4/evil' }, ...others] },
    'does not show node-1 as',
  ],
  ['a node too many', { ...honest, nodes: [...honest.nodes, { ...first, id: 'node-9' }] }, 'it shows node-9, which'],
])('%s is not shown', async (_, view, sentence) => {
  const result = await told(view);
  expect(result).toMatchObject({ kind: 'failed', code: 'false-answer' });
  expect(result.kind === 'failed' && result.sentence).toContain(sentence);
});

test('another revision of the same cluster may have other nodes', async () => {
  const later = { ...honest, cluster: { ...honest.cluster, revision: 2 }, nodes: others };
  expect(await told(later)).toEqual({ kind: 'done', value: later });
});
