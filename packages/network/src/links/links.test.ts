import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Libp2p } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { expect, onTestFinished, test } from 'vitest';
import { clusterForTest, endpoint } from '../testing/clusterForTest.ts';
import { closed, dialNode, rawPeer } from '../testing/rawPeer.ts';
import { kill, spawnNode } from '../testing/spawnNode.ts';
import { link, startLinked } from '../testing/testCluster.ts';

async function attacker(secret: Uint8Array): Promise<Libp2p> {
  const peer = await rawPeer(secret);
  onTestFinished(() => peer.stop());
  return peer;
}

test('a process that is killed is reported down, and up again when it returns on the same port', async () => {
  const cluster = await clusterForTest('tcp', 3);
  const victim = await spawnNode(cluster, 'node-2');
  const { host, handle, inbox } = await endpoint(cluster, 'node-1');
  const third = await endpoint(cluster, 'node-3');
  await Promise.all([host.start(), third.host.start()]);
  await Promise.all([link(host, 'node-2', 'up'), link(third.host, 'node-2', 'up'), link(host, 'node-3', 'up')]);

  const lost = [link(host, 'node-2', 'down'), link(third.host, 'node-2', 'down')];
  await kill(victim);
  await Promise.all(lost);
  await expect(handle.send('node-2', Uint8Array.of(1))).rejects.toMatchObject({ code: 'link-down', member: 'node-2' });
  expect(host.linked()).toEqual(['node-3']);

  const returned = await spawnNode(cluster, 'node-2');
  onTestFinished(() => kill(returned));
  await Promise.all([link(host, 'node-2', 'up'), link(third.host, 'node-2', 'up')]);
  await handle.send('node-2', Uint8Array.of(2));
  await inbox.count(1);
  expect(inbox.received).toEqual([{ from: 'node-2', frame: Uint8Array.of(2) }]);
});

test('a node that starts late is dialled until it is there', async () => {
  const cluster = await clusterForTest('memory', 2);
  const one = await endpoint(cluster, 'node-1');
  await one.host.start();
  const two = await endpoint(cluster, 'node-2');
  await two.host.start();
  await link(one.host, 'node-2', 'up');
  expect(one.lines.filter(({ message }) => message.startsWith('member cannot be reached yet'))).toHaveLength(1);
});

test('a foreign peer is denied and links to nobody', async () => {
  const cluster = await clusterForTest('tcp', 2);
  const two = await endpoint(cluster, 'node-2');
  await two.host.start();
  const foreign = await attacker(new Uint8Array(32).fill(7));
  const connection = await dialNode(foreign, cluster, 'node-2').catch(() => undefined);
  if (connection) await closed(connection);
  expect(foreign.getConnections()).toEqual([]);
  expect(two.host.linked()).toEqual([]);
  expect(two.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
    'a foreign peer was denied',
  ]);
});

test('strangers who connect and say nothing keep no member out', { timeout: 20_000 }, async () => {
  const cluster = await clusterForTest('tcp', 2);
  const two = await endpoint(cluster, 'node-2');
  await two.host.start();
  const [, , , , port] = cluster.cluster.nodes[1]?.address.split('/') ?? [];
  // Those of one address are let in at a certain rate only.
  for (let wave = 0; wave < 3; wave++) {
    for (let i = 0; i < 25; i++) {
      const stranger = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      onTestFinished(() => void stranger.destroy());
    }
    await sleep(1100);
  }
  const one = await endpoint(cluster, 'node-1');
  const linked = link(two.host, 'node-1', 'up');
  const began = performance.now();
  await one.host.start();
  await linked;
  expect(performance.now() - began).toBeLessThan(2000);
});

test('a coordinator denies whoever dials it, members included', async () => {
  const cluster = await clusterForTest('tcp', 1, 1);
  const coordinator = await endpoint(cluster, 'coordinator-1', {}, { listen: ['/ip4/127.0.0.1/tcp/0'] });
  await coordinator.host.start();
  const [address = ''] = coordinator.host.addresses();
  for (const secret of [new Uint8Array(32).fill(7), cluster.secretOf('node-1')]) {
    const peer = await attacker(secret);
    const connection = await peer.dial(multiaddr(address)).catch(() => undefined);
    if (connection) await closed(connection);
    expect(peer.getConnections()).toEqual([]);
  }
  expect(coordinator.host.linked()).toEqual([]);
});

test('a node whose address is answered by somebody else is not linked', async () => {
  const cluster = await clusterForTest('tcp', 2, 1);
  const impostor = await endpoint(cluster, 'node-1', {}, { listen: [cluster.cluster.nodes[1]?.address ?? ''] });
  await impostor.host.start();
  const coordinator = await endpoint(cluster, 'coordinator-1');
  await coordinator.host.start();
  await expect
    .poll(() => coordinator.lines.filter(({ message }) => message.startsWith('member cannot be reached')).length)
    .toBeGreaterThan(2);
  expect(coordinator.host.linked()).toEqual([]);
});

test('a member that connects out of turn is denied', async () => {
  const cluster = await clusterForTest('tcp', 2);
  const one = await endpoint(cluster, 'node-1');
  await one.host.start();
  const second = await attacker(cluster.secretOf('node-2'));
  const connection = await dialNode(second, cluster, 'node-1').catch(() => undefined);
  if (connection) await closed(connection);
  expect(second.getConnections()).toEqual([]);
  expect(one.lines.map(({ message }) => message)).toContain('a member connected out of turn and was denied');
});

test('a newer connection of the same member replaces the older one', async () => {
  const cluster = await clusterForTest('tcp', 2);
  const two = await endpoint(cluster, 'node-2');
  await two.host.start();
  const states: string[] = [];
  two.host.onLink((member, state) => states.push(`${member} ${state}`));
  const first = await attacker(cluster.secretOf('node-1'));
  const second = await attacker(cluster.secretOf('node-1'));
  const older = await dialNode(first, cluster, 'node-2');
  await older.newStream('/quorate/hello/1.0.0');
  const newer = await dialNode(second, cluster, 'node-2');
  await newer.newStream('/quorate/hello/1.0.0');
  await closed(older);
  expect(newer.status).toBe('open');
  expect(states).toEqual(['node-1 up', 'node-1 down', 'node-1 up']);
});

test('a listener that throws does not keep the others from hearing', async () => {
  const cluster = await clusterForTest('memory', 2);
  const one = await endpoint(cluster, 'node-1');
  const two = await endpoint(cluster, 'node-2');
  one.host.onLink(() => {
    throw new Error('mine');
  });
  const unheard: string[] = [];
  one.host.onLink((member) => unheard.push(member))();
  await startLinked(
    new Map([
      ['node-1', one.host],
      ['node-2', two.host],
    ]),
  );
  expect(unheard).toEqual([]);
  expect(one.lines.map(({ message }) => message)).toContain('a link listener threw');
});
