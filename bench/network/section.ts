import type { VerifiedKey } from '@quorate/client';
import { PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { TEST_PROFILE } from '@quorate/tss-core/testing';
import buildPrograms from '../../test/support/buildPrograms.ts';
import { type Measured, summary } from '../support/measure.ts';
import { markdownTable, type Row } from '../tables/report.ts';
import { measureCosigned } from './cosigner.ts';
import { type Network, sleep, startNetwork } from './network.ts';
import { worstDelay } from './nodeMetrics.ts';

export const DESK = 'desk to verified signature';

/** Table and sentences of docs/benchmarks/network.md. */
export interface NetworkTables {
  readonly latency: string;
  readonly refill: string;
  readonly modulusBits: number;
}

export interface NetworkEffort {
  /** Signatures of each kind, the first of which does not count. */
  readonly signatures: number;
  /** Signatures of FROST before those where one round is enough: daemons run for weeks, and their code is compiled as it is used. */
  readonly warmUp: number;
  /** As many presignatures as are signed with in a row, with the rest in stock. */
  readonly marks: { readonly low: number; readonly high: number };
  /** Numbers of 1024 bits in place of 3072. */
  readonly isShort: boolean;
}

export const NETWORK_EFFORT: NetworkEffort = {
  signatures: 31,
  warmUp: 300,
  marks: { low: 6, high: 24 },
  isShort: false,
};
export const QUICK_NETWORK: NetworkEffort = { signatures: 3, warmUp: 2, marks: { low: 1, high: 4 }, isShort: true };

const ONE = { low: 0, high: 1 };
/** Requests without a presignature that follow each other. */
const BEYOND_STOCK = 3;
/** Several times what randomizers for so many sessions take. */
const PREPARING_MS = 5000;
/** Between two requests while presignatures are made: long enough for one of them. */
const PAUSE_MS = 1000;

/** Measures whole signatures over three processes, and names each row, for the goals. */
export async function networkTables(effort: NetworkEffort, noted: (row: Row) => Row): Promise<NetworkTables> {
  await buildPrograms();
  const cosigned = await measureCosigned(effort.isShort, (cluster, key) => signMany(cluster, key, effort));
  await using network = await startNetwork({ isShort: effort.isShort });
  const { frost, ecdsa } = network;
  const rows: Row[] = [];
  const add = (title: string, measured: Measured) => rows.push(noted({ title, measured: new Map([[DESK, measured]]) }));

  await signMany(network, frost, { signatures: effort.warmUp });
  add('FROST, Ed25519', await signMany(network, frost, effort));
  add('ECDSA without a stock', await signMany(network, ecdsa, effort));

  await network.keepPresignatures(effort.marks);
  const refill = await measureRefill(network, effort);
  add('ECDSA with a presignature', await signFromStock(network, effort));
  const busy = await signWhileRefilling(network, effort);
  add('FROST, Ed25519, while presignatures are made', busy.frost);
  add('ECDSA with a presignature, while others are made', busy.ecdsa);
  await network.keepPresignatures(ONE);
  add('ECDSA, the stock used up, randomizers prepared', await signBeyondStock(network, effort));
  for (const [title, measured] of cosigned) add(title, measured);
  const { modulusBits } = effort.isShort ? TEST_PROFILE : PROFILE_3072;
  return { latency: markdownTable('2 of 3, ms', [DESK], rows), refill, modulusBits };
}

async function signMany(
  { sign }: Pick<Network, 'sign'>,
  key: VerifiedKey,
  { signatures }: Pick<NetworkEffort, 'signatures'>,
): Promise<Measured> {
  const taken: number[] = [];
  for (let i = 0; i < signatures; i++) taken.push(await sign(key));
  return summary(taken);
}

/** From an empty stock to a full one, with nothing else to do. */
async function measureRefill(network: Network, { marks }: NetworkEffort): Promise<string> {
  await network.untilStocked(1);
  await worstDelay(network.cluster);
  const started = performance.now();
  const before = await network.stocked();
  await network.untilStocked(marks.high);
  const seconds = (performance.now() - started) / 1000;
  const delay = await worstDelay(network.cluster);
  const perSecond = (marks.high - before) / seconds;
  return `An idle network makes ${perSecond.toFixed(2)} presignatures of two signers per second. Meanwhile the network threads' event-loop delay, 99th percentile, of the node where it is longest: ${delay.toFixed(1)} ms.`;
}

/** In rows that leave the low mark in stock, and a full stock before each: nothing else is made meanwhile. The first warms up. */
async function signFromStock(network: Network, { signatures, warmUp, marks }: NetworkEffort): Promise<Measured> {
  const taken: number[] = [];
  await signMany(network, network.frost, { signatures: warmUp });
  const row = marks.high - marks.low - 1;
  const all = row + signatures;
  while (taken.length < all) {
    await network.untilStocked(marks.high);
    for (let i = 0; i < row && taken.length < all; i++) taken.push(await network.sign(network.ecdsa));
    if (taken.length < all) await drain(network, marks.low);
  }
  return summary(taken.slice(row));
}

/**
 * Rows of one with the only presignature and three without, which are what counts; the nodes rest before each row, until
 * they have prepared randomizers. The first row warms up.
 */
async function signBeyondStock(network: Network, { signatures }: NetworkEffort): Promise<Measured> {
  const taken: number[] = [];
  await signMany(network, network.ecdsa, { signatures: BEYOND_STOCK });
  while (taken.length < signatures) {
    await network.untilStocked(ONE.high);
    await sleep(PREPARING_MS);
    await network.sign(network.ecdsa);
    for (let i = 0; i < BEYOND_STOCK; i++) taken.push(await network.sign(network.ecdsa));
  }
  return summary(taken);
}

/** Signs until there are so few that more are made. */
async function drain(network: Network, low: number): Promise<void> {
  while ((await network.stocked()) > low) await network.sign(network.ecdsa);
}

/** One of each in turn, while the stock grows from its low mark on. */
async function signWhileRefilling(
  network: Network,
  { signatures, marks }: NetworkEffort,
): Promise<{ readonly frost: Measured; readonly ecdsa: Measured }> {
  const [frost, ecdsa]: [number[], number[]] = [[], []];
  while (ecdsa.length < signatures) {
    await drain(network, marks.low);
    while (ecdsa.length < signatures && (await network.stocked()) < marks.high - 1) {
      await sleep(PAUSE_MS);
      frost.push(await network.sign(network.frost));
      await sleep(PAUSE_MS);
      ecdsa.push(await network.sign(network.ecdsa));
    }
  }
  return { frost: summary(frost), ecdsa: summary(ecdsa) };
}
