import { RequestRejected } from '@quorate/tss-core';
import { DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { encode } from 'it-length-prefixed';
import { expect, onTestFinished, test } from 'vitest';
import type { Host } from '../host.ts';
import { clusterForTest } from '../testing/clusterForTest.ts';
import { dialNode, rawPeer } from '../testing/rawPeer.ts';
import { type LogLine, startLinked, type TestCluster } from '../testing/testCluster.ts';
import { createControlClient } from './controlClient.ts';
import { CONTROL_PROTOCOL, controlMessageCodec, controlProtocolLimits, MAX_CONTROL_FRAME_BYTES } from './message.ts';
import type { NodeStatus } from './nodeStatus.ts';
import { type CallContext, type ControlClient, type ControlServer, MAX_CALLS_IN_FLIGHT } from './rpc.ts';
import { serveControl } from './serveControl.ts';

const nodeStatus: NodeStatus = {
  id: 'node-1',
  version: '0.1.0',
  pid: 7,
  uptimeMs: 1000,
  rules: { name: 'local-demo', description: 'local demo: any decodable intent of a known desk' },
  links: ['coordinator-1'],
  keys: 2,
  pendingKeys: 0,
  sessions: 1,
  primes: null,
  attestation: null,
  forks: [],
  presignatures: null,
};

function unexpected(): never {
  throw new RequestRejected('unexpected', 'not part of this test');
}
const nothingServed: ControlServer = {
  status: () => nodeStatus,
  listKeys: unexpected,
  authorize: unexpected,
  sign: unexpected,
  abort: unexpected,
  cancel: unexpected,
  prepareKeygen: unexpected,
  keygen: unexpected,
  deliverCertificate: unexpected,
  listAux: unexpected,
  prepareAux: unexpected,
  aux: unexpected,
  preparePresign: unexpected,
  presign: unexpected,
  deliverAuxCertificate: unexpected,
};

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function callFrame(id: number, method: string): Uint8Array {
  return encodeCbor(controlMessageCodec, { kind: 'call', value: { id, method, payload: Uint8Array.of(0x80) } });
}

function decoded(frame: Uint8Array): unknown {
  return decodeCbor(controlMessageCodec, frame, MAX_CONTROL_FRAME_BYTES);
}

interface Line {
  readonly client: ControlClient;
  readonly coordinator: Host;
  readonly node: Host;
  readonly cluster: TestCluster;
  readonly nodeLog: LogLine[];
}

/** A coordinator's line to a node that serves these methods. */
async function lineTo(server: Partial<ControlServer>, transport: 'tcp' | 'memory' = 'memory'): Promise<Line> {
  const cluster = await clusterForTest(transport, 1, 1);
  const nodeLog: LogLine[] = [];
  const node = await cluster.host('node-1', {}, nodeLog);
  const coordinator = await cluster.host('coordinator-1');
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (fields: object, message: string) => nodeLog.push({ level: 'error', fields, message }),
  };
  serveControl({ host: node, cluster: cluster.cluster, server: { ...nothingServed, ...server }, log });
  const client = createControlClient(coordinator);
  await startLinked(
    new Map([
      ['node-1', node],
      ['coordinator-1', coordinator],
    ]),
  );
  return { client, coordinator, node, cluster, nodeLog };
}

/** A handler that begins and ends when the test says so. */
function held<T>(answer: T): {
  handler: (request: unknown, call: CallContext) => Promise<T>;
  release: () => void;
  begun: CallContext[];
} {
  const gate = Promise.withResolvers<void>();
  const begun: CallContext[] = [];
  const handler = async (_: unknown, call: CallContext): Promise<T> => {
    begun.push(call);
    await gate.promise;
    return answer;
  };
  return { handler, release: gate.resolve, begun };
}

test.each(['tcp', 'memory'] as const)('a call is answered by the node over %s', async (transport) => {
  const { client } = await lineTo({}, transport);
  expect(await client.call('node-1', 'status', {})).toEqual(nodeStatus);
});

test('a handler gets the request and knows its caller', async () => {
  const seen: unknown[] = [];
  const { client } = await lineTo({
    deliverCertificate: ({ order, certificate }, { from }) => {
      seen.push(order, certificate, from);
      return { acknowledgement: Uint8Array.of(9) };
    },
  });
  const request = { order: Uint8Array.of(1), certificate: new Uint8Array(1 << 20).fill(2) };
  expect(await client.call('node-1', 'deliverCertificate', request)).toEqual({ acknowledgement: Uint8Array.of(9) });
  expect(seen).toEqual([request.order, request.certificate, 'coordinator-1']);
});

test('calls are answered in the order in which they end', async () => {
  const slow = held({ kind: 'signed', value: { signatures: [new Uint8Array(64)] } } as const);
  const { client } = await lineTo({ sign: slow.handler });
  const order: string[] = [];
  const signed = client
    .call('node-1', 'sign', { request: Uint8Array.of(1), descriptor: Uint8Array.of(2) })
    .then(() => order.push('sign'));
  await client.call('node-1', 'status', {}).then(() => order.push('status'));
  slow.release();
  await signed;
  expect(order).toEqual(['status', 'sign']);
});

test('a rejection crosses with its code, sentence and hint', async () => {
  const { client } = await lineTo({
    cancel: () => {
      throw new RequestRejected('unknown-request', 'there is no such request', 'list them');
    },
  });
  await expect(client.call('node-1', 'cancel', { cancel: Uint8Array.of(1) })).rejects.toMatchObject({
    name: 'RequestRejected',
    code: 'unknown-request',
    message: 'there is no such request',
    hint: 'list them',
  });
});

test('any other failure crosses as internal, without details, and is logged by the node', async () => {
  const { client, nodeLog } = await lineTo({
    status: () => {
      throw new Error('database password is hunter2');
    },
  });
  const failure = client.call('node-1', 'status', {});
  await expect(failure).rejects.toMatchObject({
    code: 'internal',
    message: 'the node failed to answer; its log says why',
  });
  expect(nodeLog.map(({ message }) => message)).toContain('a call failed');
});

test('an answer that is larger than its method allows is an internal failure', async () => {
  const { client } = await lineTo({ status: () => ({ ...nodeStatus, version: 'x'.repeat(1 << 19) }) });
  await expect(client.call('node-1', 'status', {})).rejects.toMatchObject({ code: 'internal' });
});

test('an answer that does not decode is a bad answer', async () => {
  const { client } = await lineTo({ status: () => ({ ...nodeStatus, version: 'x'.repeat(100) }) });
  await expect(client.call('node-1', 'status', {})).rejects.toMatchObject({ code: 'bad-answer' });
});

test('a request that is larger than its method allows is not sent', async () => {
  const { client } = await lineTo({});
  const request = { request: new Uint8Array(2 << 20), reserve: false, signers: null };
  await expect(client.call('node-1', 'authorize', request)).rejects.toMatchObject({ code: 'frame-too-large' });
});

test('a request that does not decode is refused by the node', async () => {
  const { client } = await lineTo({});
  const empty = client.call('node-1', 'authorize', { request: new Uint8Array(0), reserve: false, signers: null });
  await expect(empty).rejects.toMatchObject({ code: 'undecodable' });
});

test('a call that is not answered in time is given up; a late answer is forgotten', async () => {
  const slow = held(nodeStatus);
  const { client } = await lineTo({ status: slow.handler });
  const call = client.call('node-1', 'status', {}, { timeoutMs: 50 });
  await expect(call).rejects.toMatchObject({ code: 'call-timeout', member: 'node-1' });
  slow.release();
  expect(await client.call('node-1', 'status', {})).toEqual(nodeStatus);
});

test('a call ends with its signal, before and while it waits', async () => {
  const slow = held(nodeStatus);
  const { client } = await lineTo({ status: slow.handler });
  const controller = new AbortController();
  const call = client.call('node-1', 'status', {}, { signal: controller.signal });
  controller.abort(new Error('changed my mind'));
  await expect(call).rejects.toThrow('changed my mind');
  await expect(client.call('node-1', 'status', {}, { signal: controller.signal })).rejects.toThrow('changed my mind');
  slow.release();
});

test('losing the link rejects what is in flight at once and aborts the handlers', async () => {
  const slow = held(nodeStatus);
  onTestFinished(slow.release);
  const { client, coordinator } = await lineTo({ status: slow.handler }, 'tcp');
  const calls = [1, 2, 3].map(() => client.call('node-1', 'status', {}));
  const outcomes = Promise.allSettled(calls);
  await expect.poll(() => slow.begun.length).toBe(3);
  const aborted = Promise.all(slow.begun.map(({ signal }) => new Promise((resolve) => (signal.onabort = resolve))));
  await coordinator.stop();
  for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: 'link-down' } });
  await aborted;
});

test('a node that is not linked cannot be called', async () => {
  const { client, node } = await lineTo({});
  await node.stop();
  await expect(client.call('node-1', 'status', {})).rejects.toMatchObject({ code: 'link-down' });
});

test('more calls than may be in flight are refused without being sent', async () => {
  const slow = held(nodeStatus);
  const { client } = await lineTo({ status: slow.handler });
  const calls = Array.from({ length: MAX_CALLS_IN_FLIGHT }, () => client.call('node-1', 'status', {}));
  await expect(client.call('node-1', 'status', {})).rejects.toMatchObject({ code: 'queue-full' });
  slow.release();
  expect(await Promise.all(calls)).toHaveLength(MAX_CALLS_IN_FLIGHT);
  expect(slow.begun).toHaveLength(MAX_CALLS_IN_FLIGHT);
  expect(await client.call('node-1', 'status', {})).toEqual(nodeStatus);
});

test('the node itself bounds what a coordinator has in flight, and knows its methods', async () => {
  const slow = held(nodeStatus);
  onTestFinished(slow.release);
  const cluster = await clusterForTest('memory', 1, 1);
  const node = await cluster.host('node-1');
  serveControl({
    host: node,
    cluster: cluster.cluster,
    server: { ...nothingServed, status: slow.handler },
    log: silent,
  });
  const coordinator = await cluster.host('coordinator-1');
  const failures: unknown[] = [];
  const handle = coordinator.registerStream({
    ...controlProtocolLimits,
    onFrame: (_, frame) => {
      failures.push(decoded(frame));
    },
  });
  await startLinked(
    new Map([
      ['node-1', node],
      ['coordinator-1', coordinator],
    ]),
  );
  for (let id = 0; id <= MAX_CALLS_IN_FLIGHT; id++) await handle.send('node-1', callFrame(id, 'status'));
  await expect
    .poll(() => failures)
    .toMatchObject([{ kind: 'failure', value: { id: MAX_CALLS_IN_FLIGHT, code: 'busy' } }]);
  slow.release();
  await expect.poll(() => failures.length).toBe(1 + MAX_CALLS_IN_FLIGHT);
  await handle.send('node-1', callFrame(100, 'constructor'));
  await expect.poll(() => failures.at(-1)).toMatchObject({ value: { id: 100, code: 'unknown-method' } });
});

test('a node is not served by another node', async () => {
  const cluster = await clusterForTest('memory', 2);
  const server = await cluster.host('node-2');
  serveControl({ host: server, cluster: cluster.cluster, server: nothingServed, log: silent });
  const caller = await cluster.host('node-1');
  const client = createControlClient(caller);
  await startLinked(
    new Map([
      ['node-1', caller],
      ['node-2', server],
    ]),
  );
  await expect(client.call('node-2', 'status', {})).rejects.toMatchObject({ code: 'forbidden' });
});

test('frames that are no control messages are logged, and the line stays usable', async () => {
  const { cluster, nodeLog, client } = await lineTo({}, 'tcp');
  expect(await client.call('node-1', 'status', {})).toEqual(nodeStatus);
  const intruder = await rawPeer(cluster.secretOf('coordinator-1'));
  onTestFinished(() => intruder.stop());
  const connection = await dialNode(intruder, cluster, 'node-1');
  const stream = await connection.newStream(CONTROL_PROTOCOL);
  stream.send(encode.single(Uint8Array.of(0xff)));
  stream.send(
    encode.single(encodeCbor(controlMessageCodec, { kind: 'answer', value: { id: 1, payload: new Uint8Array() } })),
  );
  const complaints = (): unknown[] => nodeLog.filter(({ message }) => message === 'frame handler threw');
  await expect.poll(() => complaints().length).toBe(2);
  expect(complaints()).toMatchObject([
    { fields: { err: expect.any(DecodeError) } },
    { fields: { err: expect.any(DecodeError) } },
  ]);
});
