import { onTestFinished } from 'vitest';
import type { Host, HostOptions, MemberId, StreamHandle, StreamProtocol } from '../host.ts';
import { echoLimits } from './echo.ts';
import { type LogLine, startLinked, type TestCluster, testCluster } from './testCluster.ts';

/** A cluster that is stopped when the test ends. */
export async function clusterForTest(...args: Parameters<typeof testCluster>): Promise<TestCluster> {
  const cluster = await testCluster(...args);
  onTestFinished(() => cluster.stop());
  return cluster;
}

export interface Received {
  readonly from: MemberId;
  readonly frame: Uint8Array;
}

/** A protocol that collects what arrives, after the handler in `limits` where there is one. */
export interface Collector extends StreamProtocol {
  readonly received: readonly Received[];
  /** Resolves when `n` frames have arrived in all. */
  count(n: number): Promise<void>;
}

export function collector(limits: Partial<StreamProtocol> = {}): Collector {
  const received: Received[] = [];
  let check = (): void => undefined;
  return {
    ...echoLimits,
    ...limits,
    async onFrame(from, frame) {
      await limits.onFrame?.(from, frame);
      received.push({ from, frame });
      check();
    },
    received,
    count: (n) =>
      new Promise((resolve) => {
        check = () => {
          if (received.length >= n) resolve();
        };
        check();
      }),
  };
}

export interface Endpoint {
  readonly host: Host;
  readonly inbox: Collector;
  readonly handle: StreamHandle;
  readonly lines: LogLine[];
}

/** A member's host with a collecting protocol, not started. */
export async function endpoint(
  cluster: TestCluster,
  id: MemberId,
  limits: Partial<StreamProtocol> = {},
  options: Partial<HostOptions> = {},
): Promise<Endpoint> {
  const lines: LogLine[] = [];
  const host = await cluster.host(id, options, lines);
  const inbox = collector(limits);
  return { host, inbox, handle: host.registerStream(inbox), lines };
}

/** node-1 and node-2 of a new cluster, started and linked. */
export async function linkedPair(
  transport: HostOptions['transport'],
  limits: Partial<StreamProtocol> = {},
  options: Partial<HostOptions> = {},
): Promise<{ one: Endpoint; two: Endpoint; cluster: TestCluster }> {
  const cluster = await clusterForTest(transport, 2);
  const one = await endpoint(cluster, 'node-1', limits, options);
  const two = await endpoint(cluster, 'node-2', limits);
  await startLinked(
    new Map([
      ['node-1', one.host],
      ['node-2', two.host],
    ]),
  );
  return { one, two, cluster };
}
