import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, Stream } from '@libp2p/interface';
import { encode } from 'it-length-prefixed';
import { expect, onTestFinished, test } from 'vitest';
import type { HostOptions, StreamProtocol } from '../host.ts';
import { clusterForTest, type Endpoint, endpoint, linkedPair } from '../testing/clusterForTest.ts';
import { echoLimits } from '../testing/echo.ts';
import { closed, dialNode, rawPeer } from '../testing/rawPeer.ts';
import { link, startLinked, type TestCluster } from '../testing/testCluster.ts';

interface Siege {
  readonly cluster: TestCluster;
  readonly two: Endpoint;
  readonly three: Endpoint;
  /** The attacker's to node-2. */
  readonly connection: Connection;
  open(): Promise<Stream>;
}

/** node-2 and node-3, linked, with node-1 played by an attacker that node-2 has accepted. */
async function underAttack(limits: Partial<StreamProtocol>, options: Partial<HostOptions> = {}): Promise<Siege> {
  const cluster = await clusterForTest('tcp', 3);
  const two = await endpoint(cluster, 'node-2', limits, options);
  const three = await endpoint(cluster, 'node-3', limits);
  await Promise.all([two.host.start(), three.host.start()]);
  await link(two.host, 'node-3', 'up');
  const connection = await attackerOf(cluster);
  return { cluster, two, three, connection, open: () => connection.newStream(echoLimits.id) };
}

async function attackerOf(cluster: TestCluster): Promise<Connection> {
  const one = await rawPeer(cluster.secretOf('node-1'));
  onTestFinished(() => one.stop());
  const connection = await dialNode(one, cluster, 'node-2');
  await connection.newStream('/quorate/hello/1.0.0');
  return connection;
}

/** No allowance is refilled. */
const stoppedClock = { now: () => 0 };

const warnings = ({ lines }: Endpoint): string[] =>
  lines.filter(({ level }) => level === 'warn').map(({ message }) => message);

test('a frame that is too large is not sent', async () => {
  const { one, two } = await linkedPair('memory', { maxFrameBytes: 10 });
  await expect(one.handle.send('node-2', new Uint8Array(11))).rejects.toMatchObject({ code: 'frame-too-large' });
  await one.handle.send('node-2', new Uint8Array(10));
  await two.inbox.count(1);
});

test('an oversized frame resets its stream; the link and other links stand, the next stream serves', async () => {
  const { two, three, connection, open } = await underAttack({ maxFrameBytes: 100 });
  const stream = await open();
  stream.send(encode.single(new Uint8Array(100)));
  stream.send(encode.single(new Uint8Array(101)));
  await closed(stream);
  expect(warnings(two)).toEqual(['oversized or malformed frame, stream reset']);
  expect(connection.status).toBe('open');
  const next = await open();
  next.send(encode.single(Uint8Array.of(5)));
  await three.handle.send('node-2', Uint8Array.of(6));
  await two.inbox.count(3);
  expect(two.inbox.received.map(({ frame }) => frame.length)).toEqual([100, 1, 1]);
  expect(two.host.linked()).toEqual(['node-1', 'node-3']);
});

test('a length prefix that never ends resets its stream', async () => {
  const { two, open } = await underAttack({});
  const stream = await open();
  stream.send(new Uint8Array(64).fill(0xff));
  await closed(stream);
  expect(warnings(two)).toEqual(['oversized or malformed frame, stream reset']);
});

test('a stream that ends inside of a frame hands over nothing of it', async () => {
  const { two, open } = await underAttack({});
  const stream = await open();
  stream.send(encode.single(Uint8Array.of(1, 2, 3)).sublist(0, 2));
  await stream.close();
  await expect.poll(() => warnings(two)).toEqual(['oversized or malformed frame, stream reset']);
  expect(two.inbox.received).toEqual([]);
});

test('a flood costs the flooder its connection and the others nothing', async () => {
  const { two, three, connection, open } = await underAttack({ framesPerSecond: 200 }, stoppedClock);
  const stream = await open();
  const lost = closed(connection);
  for (let i = 0; i < 5000; i++) stream.send(encode.single(Uint8Array.of(1)));
  await lost;
  expect(warnings(two)).toEqual(['member floods, connection closed']);
  expect(two.inbox.received).toHaveLength(199);
  const before = two.inbox.received.length;
  for (let i = 0; i < 100; i++) await three.handle.send('node-2', Uint8Array.of(2));
  await two.inbox.count(before + 100);
  expect(two.host.linked()).toEqual(['node-3']);
});

test('a flooder gets no fresh allowance by connecting again', async () => {
  const { two, cluster, connection, open } = await underAttack({ framesPerSecond: 50 }, stoppedClock);
  const stream = await open();
  for (let i = 0; i < 49; i++) stream.send(encode.single(Uint8Array.of(1)));
  await two.inbox.count(49);
  await connection.close();
  const again = await attackerOf(cluster);
  const lost = closed(again);
  await again.newStream(echoLimits.id).catch(() => undefined);
  await lost;
  expect(two.inbox.received).toHaveLength(49);
});

test('a slow handler slows its sender down, keeps little in memory, loses nothing and stops nobody else', async () => {
  const cluster = await clusterForTest('tcp', 3);
  const gate = Promise.withResolvers<void>();
  const slow = { onFrame: (from: string) => (from === 'node-1' ? gate.promise : undefined) };
  const one = await endpoint(cluster, 'node-1', { maxQueuedBytes: 1 << 20 });
  const two = await endpoint(cluster, 'node-2', slow);
  const three = await endpoint(cluster, 'node-3');
  await startLinked(new Map([one, two, three].map(({ host }, i) => [`node-${i + 1}`, host])));

  const frame = (n: number): Uint8Array => new Uint8Array(1 << 16).fill(n);
  const sends = await sendUntilFull(one, frame);
  expect(sends.length * (1 << 16)).toBeLessThan(8 << 20);
  await three.handle.send('node-2', frame(255));
  await two.inbox.count(1);
  expect(two.inbox.received[0]?.from).toBe('node-3');

  gate.resolve();
  await Promise.all(sends);
  await two.inbox.count(1 + sends.length);
  expect(two.inbox.received.slice(1).map((received) => received.frame[0])).toEqual(sends.map((_, i) => i));
});

/** Sends until nothing more is taken: the promises of what was queued or taken, in order. */
async function sendUntilFull({ handle }: Endpoint, frame: (n: number) => Uint8Array): Promise<Promise<void>[]> {
  const accepted: Promise<void>[] = [];
  for (let refusals = 0; refusals < 20 && accepted.length < 1000; ) {
    const sent = handle.send('node-2', frame(accepted.length));
    const outcome = await Promise.race([sent.then(() => 'taken', String), sleep(5, 'queued')]);
    if (outcome.startsWith('QueueFull')) {
      refusals += 1;
      await sleep(10);
      continue;
    }
    refusals = 0;
    accepted.push(sent);
  }
  return accepted;
}

test('what is queued when the link is lost is rejected at once', async () => {
  const gate = Promise.withResolvers<void>();
  onTestFinished(() => gate.resolve());
  const { one, two } = await linkedPair('tcp', { onFrame: () => gate.promise });
  const sends = Array.from({ length: 20 }, () => one.handle.send('node-2', new Uint8Array(1 << 20)));
  const outcomes = Promise.allSettled(sends);
  await sends[0];
  await two.host.stop();
  const lost = (await outcomes).filter(({ status }) => status === 'rejected');
  expect(lost.length).toBeGreaterThan(10);
  for (const outcome of lost) expect(outcome).toMatchObject({ reason: { code: 'link-down', member: 'node-2' } });
});

test('a protocol that the member does not have loses the frame, not the link', async () => {
  const cluster = await clusterForTest('memory', 2);
  const one = await endpoint(cluster, 'node-1');
  const two = await endpoint(cluster, 'node-2', { id: '/test/other/1.0.0' });
  await startLinked(new Map([one, two].map(({ host }, i) => [`node-${i + 1}`, host])));
  await expect(one.handle.send('node-2', Uint8Array.of(1))).rejects.toMatchObject({ code: 'link-down' });
  expect(one.host.isLinked('node-2')).toBe(true);
});

test('a handler that throws is logged, and the next frame is served', async () => {
  const { one, two } = await linkedPair('memory', {
    onFrame: (_from, frame) => {
      if (frame[0] === 1) throw new Error('no');
    },
  });
  await one.handle.send('node-2', Uint8Array.of(1));
  await one.handle.send('node-2', Uint8Array.of(2));
  await two.inbox.count(1);
  expect(two.inbox.received.map(({ frame }) => frame[0])).toEqual([2]);
  expect(two.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
    'frame handler threw',
  ]);
});

test('a member that is not in the cluster file cannot be sent to', async () => {
  const { one } = await linkedPair('memory');
  await expect(one.handle.send('node-9', Uint8Array.of(1))).rejects.toMatchObject({ code: 'link-down' });
});
