import type { QuorateClient, VerifiedKey } from '@quorate/client';
import type { KeyStructure } from '@quorate/tss-core';
import { structureOf } from '../../test/support/ceremonies.ts';
import { expectSigned, textRequest } from '../../test/support/deskClient.ts';
import { configurePresignatures } from '../../test/support/presignatures.ts';
import { type ProcessCluster, processCluster } from '../../test/support/processCluster.ts';

/** Finding primes takes minutes where the machine is busy. */
const CEREMONY_MS = 45 * 60_000;
const SIGNING_MS = 60_000;
const REFILL_MS = 10 * 60_000;
const POLL_MS = 200;
/** Of no influence on what is measured, unless the machine is so busy that a session would fail. */
const ROUND_MS = 10_000;

/** Three node processes, a coordinator process and a desk, with a key of 2 of 3 of each kind. */
export interface Network extends AsyncDisposable {
  readonly cluster: ProcessCluster;
  readonly frost: VerifiedKey;
  readonly ecdsa: VerifiedKey;
  /** Milliseconds from the desk's request to the signature that its client has verified. */
  sign(key: VerifiedKey): Promise<number>;
  /** Restarts the nodes so that they keep presignatures. */
  keepPresignatures(marks: { readonly low: number; readonly high: number }): Promise<void>;
  /** How many presignatures the signers with the most have. */
  stocked(): Promise<number>;
  /** Resolves once there are so many. */
  untilStocked(count: number): Promise<void>;
}

export interface NetworkOptions {
  /** Numbers of 1024 bits, to see that it runs. */
  readonly isShort: boolean;
  /** Nodes besides the three whose shares SoftHSM2 seals. */
  readonly cosigners?: number;
  /** Of both keys; 2 of all nodes if left out. */
  readonly structure?: typeof structureOf;
}

export async function startNetwork({
  isShort,
  cosigners = 0,
  structure = structureOf,
}: NetworkOptions): Promise<Network> {
  const cluster = await processCluster({ shortEcdsa: isShort, cosigners, roundTimeoutMs: ROUND_MS });
  const { directory, client } = cluster;
  let texts = 0;
  try {
    const frost = await orderKey(client, 'solana', structure(directory, 'frost-ed25519'));
    const ecdsa = await orderKey(client, 'ethereum', structure(directory, 'ecdsa-secp256k1'));
    const stocked = () => mostStocked(client);
    return {
      ...{ cluster, frost, ecdsa, stocked },
      async sign(key) {
        const request = textRequest(client, key, `text ${++texts}`);
        const started = performance.now();
        expectSigned(await client.sign(request, { until: Date.now() + SIGNING_MS }));
        return performance.now() - started;
      },
      async keepPresignatures(marks) {
        await configurePresignatures(directory, marks);
        for (const node of cluster.nodeIds) {
          await cluster.stop(node);
          await cluster.start(node);
        }
        await cluster.linked();
      },
      async untilStocked(count) {
        const until = Date.now() + REFILL_MS;
        while ((await stocked()) < count) {
          if (Date.now() > until) throw new Error(`there are no ${count} presignatures after ${REFILL_MS} ms`);
          await sleep(POLL_MS);
        }
      },
      [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
    };
  } catch (problem) {
    await cluster[Symbol.asyncDispose]();
    throw problem;
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function orderKey(client: QuorateClient, name: string, structure: KeyStructure): Promise<VerifiedKey> {
  process.stderr.write(`network: key ${name}\n`);
  const order = client.buildOrder({ name, structure });
  const outcome = await client.createKey(order, { until: Date.now() + CEREMONY_MS });
  if (outcome.kind !== 'done') throw new Error(`no key ${name}: ${JSON.stringify(outcome)}`);
  return outcome.key;
}

/** As many as each of the signers has. */
async function mostStocked(client: QuorateClient): Promise<number> {
  const status = await client.status();
  const stocks = status.kind === 'done' ? status.value.nodes.flatMap(({ presignatures = [] }) => presignatures) : [];
  const sets = Map.groupBy(stocks, ({ signers }) => signers.join(' '));
  const levels = [...sets.values()].map((levels) =>
    levels.length < 2 ? 0 : Math.min(...levels.map(({ size }) => size)),
  );
  return Math.max(0, ...levels);
}
