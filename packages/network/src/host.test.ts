import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createHost } from './createHost.ts';
import { clusterForTest, endpoint, linkedPair } from './testing/clusterForTest.ts';
import { link, optionsFor, startLinked } from './testing/testCluster.ts';

describe.each(['tcp', 'memory'] as const)('over %s', (transport) => {
  test('frames go both ways and come from the peer of the channel', async () => {
    const { one, two } = await linkedPair(transport);
    await one.handle.send('node-2', Uint8Array.of(1));
    await two.handle.send('node-1', Uint8Array.of(2));
    await Promise.all([one.inbox.count(1), two.inbox.count(1)]);
    expect(two.inbox.received).toEqual([{ from: 'node-1', frame: Uint8Array.of(1) }]);
    expect(one.inbox.received).toEqual([{ from: 'node-2', frame: Uint8Array.of(2) }]);
  });

  test('two thousand frames, empty ones included, arrive whole and in order', async () => {
    const { one, two } = await linkedPair(transport);
    const frames = Array.from({ length: 2000 }, (_, i) => new Uint8Array(i % 700).fill(i));
    await Promise.all(frames.map((frame) => one.handle.send('node-2', frame)));
    await two.inbox.count(frames.length);
    expect(two.inbox.received.map(({ frame }) => frame)).toEqual(frames);
  });

  test('frames of a megabyte arrive whole', async () => {
    const { one, two } = await linkedPair(transport);
    const frames = [1, 2, 3, 4, 5].map((fill) => new Uint8Array(1 << 20).fill(fill));
    await Promise.all(frames.map((frame) => one.handle.send('node-2', frame)));
    await two.inbox.count(frames.length);
    const whole = two.inbox.received.map(({ frame }, i) => Buffer.from(frame).equals(frames[i] ?? new Uint8Array()));
    expect(whole).toEqual([true, true, true, true, true]);
  });

  test('eight nodes and two coordinators on one machine all link, coordinators to nodes only', async () => {
    const cluster = await clusterForTest(transport, 8, 2);
    const ids = [...cluster.cluster.nodes, ...cluster.cluster.coordinators].map(({ id }) => id);
    const hosts = await Promise.all(ids.map(async (id) => [id, await cluster.host(id)] as const));
    await startLinked(new Map(hosts));
    for (const [id, host] of hosts) {
      const expected = ids.filter((other) => other !== id && (id.startsWith('node') || other.startsWith('node')));
      expect(host.linked()).toEqual(expected.sort());
    }
  });
});

test('a host whose key is not the one in the cluster file is refused', async () => {
  const { cluster, secretOf } = await clusterForTest('memory', 2);
  const stolen = createHost(optionsFor(cluster, 'memory', 'node-1', secretOf('node-2')));
  await expect(stolen).rejects.toMatchObject({ code: 'wrong-identity' });
  const malformed = createHost(optionsFor(cluster, 'memory', 'node-1', new Uint8Array(32)));
  await expect(malformed).rejects.toMatchObject({ code: 'wrong-identity' });
});

test('a host that is not in the cluster file is refused', async () => {
  const { cluster, secretOf } = await clusterForTest('memory', 2);
  const stranger = createHost(optionsFor(cluster, 'memory', 'node-9', secretOf('node-1')));
  await expect(stranger).rejects.toMatchObject({ code: 'not-a-member' });
});

test('a port that is taken is refused with one sentence', async () => {
  const cluster = await clusterForTest('tcp', 2);
  await (await cluster.host('node-1')).start();
  const second = await cluster.host('node-1');
  await expect(second.start()).rejects.toMatchObject({ code: 'cannot-listen' });
});

test('an address that is none, or of another transport, is refused', async () => {
  const cluster = await clusterForTest('tcp', 2);
  await expect(cluster.host('node-1', { listen: ['127.0.0.1:41001'] })).rejects.toMatchObject({ code: 'bad-address' });
  const foreign = await cluster.host('node-1', { listen: ['/memory/1'] });
  await expect(foreign.start()).rejects.toMatchObject({ code: 'cannot-listen' });
});

test('after stop a host is unlinked and sends nothing', async () => {
  const { one, two } = await linkedPair('tcp');
  const lost = link(two.host, 'node-1', 'down');
  await one.host.stop();
  await lost;
  expect(one.host.linked()).toEqual([]);
  await expect(one.handle.send('node-2', Uint8Array.of(1))).rejects.toMatchObject({ code: 'link-down' });
});

test('a stopped host holds no handle: a process with two of them exits by itself', async () => {
  const script = fileURLToPath(new URL('testing/exchangeAndExit.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=quorate-src', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const [code] = await once(child, 'exit');
  expect({ code, output: chunks.join('') }).toEqual({ code: 0, output: 'exchanged\nstopped\n' });
});

test('the tap drops, duplicates, changes and delays frames on their way out', async () => {
  const delayMs = 20;
  const tap = (_from: string, _to: string, _protocol: string, frame: Uint8Array) => {
    if (frame[0] === 0) return [];
    if (frame[0] === 1) return [1, 1].map((fill) => ({ frame: Uint8Array.of(fill), delayMs: 0 }));
    if (frame[0] === 2) return [{ frame, delayMs }];
    return [{ frame: Uint8Array.of(9), delayMs: 0 }];
  };
  const { one, two } = await linkedPair('memory', {}, { tap });
  for (const first of [0, 1, 3]) await one.handle.send('node-2', Uint8Array.of(first));
  const sentAt = performance.now();
  await one.handle.send('node-2', Uint8Array.of(2));
  await two.inbox.count(4);
  expect(two.inbox.received.map(({ frame }) => frame[0])).toEqual([1, 1, 9, 2]);
  expect(performance.now() - sentAt).toBeGreaterThan(delayMs - 2); // a timer's milliseconds are whole
});

test('a protocol cannot be registered twice', async () => {
  const cluster = await clusterForTest('memory', 2);
  const { host, inbox } = await endpoint(cluster, 'node-1');
  expect(() => host.registerStream(inbox)).toThrow('is registered already');
});
