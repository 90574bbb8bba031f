import { afterEach, describe, expect, test } from 'vitest';
import type { Host, MemberId, StreamProtocol } from './host.ts';
import { startLinked, type TestCluster, testCluster } from './testing/testCluster.ts';

const clusters: TestCluster[] = [];
afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop();
});

async function made(...args: Parameters<typeof testCluster>): Promise<TestCluster> {
  const cluster = await testCluster(...args);
  clusters.push(cluster);
  return cluster;
}

const limits = { maxFrameBytes: 2 << 20, maxQueuedFrames: 10_000, maxQueuedBytes: 64 << 20, framesPerSecond: 50_000 };

interface Received {
  readonly from: MemberId;
  readonly frame: Uint8Array;
}

/** A protocol that collects, and lets a test wait for the n-th frame. */
function collector(id: string): StreamProtocol & { received: Received[]; count(n: number): Promise<void> } {
  const received: Received[] = [];
  let check = (): void => undefined;
  return {
    ...limits,
    id,
    received,
    onFrame(from, frame) {
      received.push({ from, frame });
      check();
    },
    count: (n) =>
      new Promise((resolve) => {
        check = () => {
          if (received.length >= n) resolve();
        };
        check();
      }),
  };
}

async function pair(transport: 'tcp' | 'memory'): Promise<{ one: Host; two: Host; cluster: TestCluster }> {
  const cluster = await made(transport, 2);
  return { cluster, one: await cluster.host('node-1'), two: await cluster.host('node-2') };
}

describe.each(['tcp', 'memory'] as const)('over %s', (transport) => {
  test('frames go both ways and come from the peer of the channel', async () => {
    const { one, two } = await pair(transport);
    const atOne = collector('/test/1.0.0');
    const atTwo = collector('/test/1.0.0');
    const fromOne = one.registerStream(atOne);
    const fromTwo = two.registerStream(atTwo);
    await startLinked(
      new Map([
        ['node-1', one],
        ['node-2', two],
      ]),
    );
    await fromOne.send('node-2', Uint8Array.of(1));
    await fromTwo.send('node-1', Uint8Array.of(2));
    await Promise.all([atOne.count(1), atTwo.count(1)]);
    expect(atTwo.received).toEqual([{ from: 'node-1', frame: Uint8Array.of(1) }]);
    expect(atOne.received).toEqual([{ from: 'node-2', frame: Uint8Array.of(2) }]);
    expect(one.linked()).toEqual(['node-2']);
  });

  test('five thousand frames arrive whole and in order', async () => {
    const { one, two } = await pair(transport);
    const atTwo = collector('/test/1.0.0');
    const handle = one.registerStream(collector('/test/1.0.0'));
    two.registerStream(atTwo);
    await startLinked(
      new Map([
        ['node-1', one],
        ['node-2', two],
      ]),
    );
    const frames = Array.from({ length: 5000 }, (_, i) => new Uint8Array(i % 700).fill(i));
    await Promise.all(frames.map((frame) => handle.send('node-2', frame)));
    await atTwo.count(frames.length);
    expect(atTwo.received.map(({ frame }) => frame)).toEqual(frames);
  });

  test('frames of a megabyte arrive whole', async () => {
    const { one, two } = await pair(transport);
    const atTwo = collector('/test/1.0.0');
    const handle = one.registerStream(collector('/test/1.0.0'));
    two.registerStream(atTwo);
    await startLinked(
      new Map([
        ['node-1', one],
        ['node-2', two],
      ]),
    );
    const frames = [1, 2, 3, 4, 5].map((fill) => new Uint8Array(1 << 20).fill(fill));
    await Promise.all(frames.map((frame) => handle.send('node-2', frame)));
    await atTwo.count(frames.length);
    expect(atTwo.received.every(({ frame }, i) => Buffer.compare(frame, frames[i] ?? new Uint8Array()) === 0)).toBe(
      true,
    );
  });
});
