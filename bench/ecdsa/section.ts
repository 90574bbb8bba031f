import { nativeModExp } from '@quorate/node';
import { bigintModExp, type ModExp, PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { type Effort, measure, measureAsync } from '../support/measure.ts';
import { markdownTable, type Row } from '../tables/report.ts';
import {
  auxCeremony,
  auxRunners,
  onlineRunners,
  onlineSigning,
  openedPresigning,
  preparedPresigning,
  presigning,
  presignRunners,
} from './ceremonies.ts';
import { bitgo } from './peers/bitgo.ts';
import { CGGMP24, type Cggmp24, cggmp24 } from './peers/cggmp24.ts';
import { GMP, gmpModExp } from './peers/gmp.ts';
import { powersAlone } from './powersAlone.ts';
import { preparedProofs } from './preparedProofs.ts';
import { PROOFS, type ProofColumn, type ProofName } from './proofPeer.ts';
import { quorateProofs } from './quorateProofs.ts';
import { PREPARED, SIGNING_PROFILES, signings } from './signing.ts';
import { ONE_THREAD, presigningsPerSecond, TWO_THREADS } from './threads.ts';
import { bytesToOnePeer } from './traffic.ts';
import { twoSigners } from './twoSigners.ts';

const NATIVE = 'Quorate';
const BIGINT = 'Quorate, BigInt';

const TITLES: { readonly [name in ProofName]: string } = { affG: 'Πaff-g', encElg: 'Πenc-elg', prm: 'Πprm' };

/** Measures threshold ECDSA and names each row, for the goals. */
export async function ecdsaTables(effort: Effort, noted: (row: Row) => Row): Promise<EcdsaTables> {
  const rust = cggmp24();
  const engines = await enginesHere();
  try {
    return {
      proofs: await proofs(effort, noted, engines),
      signing: await signing(effort, noted, rust),
      parties: await parties(effort, noted, engines, rust),
      threads: await threads(effort, noted),
      traffic: traffic(),
    };
  } finally {
    rust?.end();
  }
}

/** Tables and sentences of docs/benchmarks/ecdsa.md. */
export interface EcdsaTables {
  readonly proofs: string;
  readonly signing: string;
  readonly parties: string;
  readonly threads: string;
  readonly traffic: string;
}

type Engine = readonly [name: string, engine: ModExp];

/** Ours first. */
async function enginesHere(): Promise<readonly [Engine, ...Engine[]]> {
  const gmp = await gmpModExp();
  return [[NATIVE, nativeModExp()], [BIGINT, bigintModExp], ...(gmp ? [[GMP, gmp] as const] : [])];
}

async function proofs(
  effort: Effort,
  noted: (row: Row) => Row,
  engines: readonly [Engine, ...Engine[]],
): Promise<string> {
  const theirs = await bitgo();
  const [[name, native], ...others] = engines;
  const peers: readonly ProofColumn[] = [
    quorateProofs(name, native),
    preparedProofs(PREPARED, native),
    powersAlone(native),
    ...others.map(([other, engine]) => quorateProofs(other, engine)),
    ...(theirs ? [theirs] : []),
  ];
  const rows: Row[] = [];
  for (const name of PROOFS) {
    for (const step of ['prove', 'verify'] as const) {
      const entries = peers.flatMap(({ name: peer, operations }) => {
        const run = operations[name]?.[step];
        return run ? [{ peer, run }] : [];
      });
      rows.push(noted({ title: `${TITLES[name]}, ${step}`, measured: await measureAsync(entries, effort) }));
    }
  }
  return markdownTable(
    '3072 bits, ms',
    peers.map(({ name }) => name),
    rows,
  );
}

async function signing(effort: Effort, noted: (row: Row) => Row, rust: Cggmp24 | undefined): Promise<string> {
  const rows: Row[] = [];
  for (const profile of SIGNING_PROFILES) {
    const entries = await signings(profile, nativeModExp(), rust);
    const title = `both parties, ${profile.modulusBits} bits`;
    rows.push(noted({ title, measured: await measureAsync(entries, effort) }));
  }
  const peers = [...new Set(rows.flatMap(({ measured }) => [...measured.keys()]))];
  return markdownTable('2 parties, a whole signature, ms', peers, rows);
}

async function parties(
  effort: Effort,
  noted: (row: Row) => Row,
  engines: readonly [Engine, ...Engine[]],
  rust: Cggmp24 | undefined,
): Promise<string> {
  const rows = [
    {
      title: 'presigning among two',
      measured: await measureAsync(
        [
          ...engines.map(([peer, engine]) => ({ peer, run: presigning(engine) })),
          { peer: PREPARED, run: preparedPresigning(engines[0][1]) },
          ...(rust ? [{ peer: CGGMP24, run: async () => (await rust.presign()) / 2 }] : []),
        ],
        effort,
      ),
    },
    {
      title: 'the same, aux secrets opened for it',
      measured: await measureAsync(
        engines.slice(0, 1).map(([peer, engine]) => ({ peer, run: openedPresigning(engine) })),
        effort,
      ),
    },
    {
      title: 'signing with a presignature',
      measured: measure(
        engines.slice(0, 1).map(([peer, engine]) => ({ peer, ...onlineSigning(engine) })),
        effort,
      ),
    },
    {
      title: 'aux ceremony of three',
      measured: measure(
        engines.slice(0, 1).map(([peer, engine]) => ({ peer, run: auxCeremony(engine) })),
        effort,
      ),
    },
  ].map(noted);
  const [[ours], ...others] = engines;
  const peers = [ours, PREPARED, ...others.map(([name]) => name), ...(rust ? [CGGMP24] : [])];
  return markdownTable('3072 bits, one party, ms', peers, rows);
}

/** What one presigning takes of the wall clock with one thread and with two, as a row like any other. */
async function threads({ patience }: Effort, noted: (row: Row) => Row): Promise<string> {
  const times = patience > 1000 ? 10 : 1;
  const [one, two] = [await presigningsPerSecond(1, times), await presigningsPerSecond(2, times)];
  const each = (perSecond: number) => ({ minimum: 1000 / perSecond, median: 1000 / perSecond });
  noted({
    title: 'threads',
    measured: new Map([
      [ONE_THREAD, each(one)],
      [TWO_THREADS, each(two)],
    ]),
  });
  return `Presignings of two parties per second, all of each in one thread: ${one.toFixed(2)} with one thread, ${two.toFixed(2)} with two.`;
}

function traffic(): string {
  const engine = nativeModExp();
  const presigned = bytesToOnePeer(presignRunners(twoSigners(PROFILE_3072, engine)));
  const [prepared, signed] = [bytesToOnePeer(auxRunners(engine)), bytesToOnePeer(onlineRunners(engine))];
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  return `Bodies of messages from one party to one other at 3072 bits: ${kilobytes(presigned)} in a presigning of two, ${kilobytes(prepared)} in an aux ceremony of three, ${signed} bytes in signing.`;
}
