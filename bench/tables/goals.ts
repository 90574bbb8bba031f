import { GMP } from '../ecdsa/peers/gmp.ts';
import { PREPARED } from '../ecdsa/signing.ts';
import { ONE_THREAD, TWO_THREADS } from '../ecdsa/threads.ts';
import { DESK } from '../network/section.ts';
import { alignedTable, milliseconds, type Row, ratioText } from './report.ts';

/** What was set out to be reached, in minima of rows measured above. */
interface Goal {
  readonly text: string;
  readonly row: string;
  /** Whose minimum is compared with whose. */
  readonly slow: string;
  readonly quick: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What one minimum was set out to be, in milliseconds. */
interface Limit {
  readonly text: string;
  readonly row: string;
  readonly peer: string;
  /** The minimum if left out. */
  readonly of?: 'minimum' | 'median';
  readonly milliseconds: number;
}

const EACH = 'all parties, each aggregates';
const GOALS: readonly Goal[] = [
  {
    text: 'Ed25519 2/3, all parties: at least 6 times as fast as noble',
    row: `frost-ed25519 2/3 ${EACH}`,
    slow: '@noble/curves',
    quick: 'Quorate',
    atLeast: 6,
  },
  {
    text: 'the same where one aggregates',
    row: 'frost-ed25519 2/3 all parties, one aggregates',
    slow: '@noble/curves',
    quick: 'Quorate',
    atLeast: 6,
  },
  {
    text: 'Ed25519 2/3, all parties: at most 2.5 times as slow as wasm-mps',
    row: `frost-ed25519 2/3 ${EACH}`,
    slow: 'Quorate',
    quick: '@bitgo/wasm-mps',
    atMost: 2.5,
  },
  {
    text: 'BIP-340 2/3, all parties: at least twice as fast as noble',
    row: `frost-secp256k1-tr 2/3 ${EACH}`,
    slow: '@noble/curves',
    quick: 'Quorate',
    atLeast: 2,
  },
  {
    text: 'the same where one aggregates',
    row: 'frost-secp256k1-tr 2/3 all parties, one aggregates',
    slow: '@noble/curves',
    quick: 'Quorate',
    atLeast: 2,
  },
  {
    text: 'BIP-340 2/3, all parties: at least 4 times as fast as cmdcode',
    row: `frost-secp256k1-tr 2/3 ${EACH}`,
    slow: '@cmdcode/frost',
    quick: 'Quorate',
    atLeast: 4,
  },
  {
    text: 'keygen 67/100, secp256k1, per party: at least 10 times as fast as noble',
    row: 'keygen frost-secp256k1-tr 67/100',
    slow: '@noble/curves',
    quick: 'Quorate',
    atLeast: 10,
  },
  {
    text: 'keygen 67/100, Ed25519, per party: at least 50 times as fast as noble',
    row: 'keygen frost-ed25519 67/100',
    slow: '@noble/curves',
    quick: 'Quorate',
    atLeast: 50,
  },
  {
    text: 'Ed25519: a message of 1,000 in one session at least 5 times as cheap as one in a session of its own',
    row: 'messages frost-ed25519',
    slow: 'one per session',
    quick: '1,000 in one session',
    atLeast: 5,
  },
  {
    text: 'BIP-340: the same',
    row: 'messages frost-secp256k1-tr',
    slow: 'one per session',
    quick: '1,000 in one session',
    atLeast: 5,
  },
  ...(
    [
      ['Πaff-g, prove', 5],
      ['Πaff-g, verify', 5],
      ['Πenc-elg, prove', 8],
      ['Πenc-elg, verify', 8],
      ['Πprm, prove', 25],
      ['Πprm, verify', 7],
    ] as const
  ).map(([step, atLeast]) => ({
    text: `${step}, 3072 bits: at least ${atLeast} times as fast as BitGo's`,
    row: `ecdsa ${step}`,
    slow: '@bitgo/sdk-lib-mpc',
    quick: 'Quorate',
    atLeast,
  })),
  ...(
    [
      ['Πaff-g, prove', 5],
      ['Πenc-elg, prove', 8],
    ] as const
  ).map(([step, atLeast]) => ({
    text: `${step}, randomizers prepared: at least ${atLeast} times as fast as BitGo's`,
    row: `ecdsa ${step}`,
    slow: '@bitgo/sdk-lib-mpc',
    quick: PREPARED,
    atLeast,
  })),
  {
    text: "a whole ECDSA signature of two, 2048 bits: at most half the time of Safeheron's",
    row: 'ecdsa both parties, 2048 bits',
    slow: 'Quorate',
    quick: '@safeheron/two-party-ecdsa-js',
    atMost: 0.5,
  },
  {
    text: 'the same, randomizers prepared',
    row: 'ecdsa both parties, 2048 bits',
    slow: PREPARED,
    quick: '@safeheron/two-party-ecdsa-js',
    atMost: 0.5,
  },
  {
    text: 'presigning, 3072 bits: at most 1.15 times the time of the same code with GMP',
    row: 'ecdsa presigning among two',
    slow: 'Quorate',
    quick: GMP,
    atMost: 1.15,
  },
  {
    text: 'presignings: two threads make at least 1.7 times as many as one',
    row: 'ecdsa threads',
    slow: ONE_THREAD,
    quick: TWO_THREADS,
    atLeast: 1.7,
  },
];

const LIMITS: readonly Limit[] = [
  {
    text: 'ECDSA with a presignature, desk to verified signature, median: at most 35 ms',
    row: 'network ECDSA with a presignature',
    peer: DESK,
    of: 'median',
    milliseconds: 35,
  },
  {
    text: 'presigning, 3072 bits, one of two parties, its secrets opened for it: at most 750 ms',
    row: 'ecdsa the same, aux secrets opened for it',
    peer: 'Quorate',
    milliseconds: 750,
  },
  {
    text: 'aux ceremony of three, one party, after its primes: at most 8 s',
    row: 'ecdsa aux ceremony of three',
    peer: 'Quorate',
    milliseconds: 8000,
  },
];

/** Goals whose rows were measured. */
export function goalsTable(rows: ReadonlyMap<string, Row>): string {
  const lines = GOALS.flatMap(({ text, row, slow, quick, atLeast, atMost }) => {
    const measured = rows.get(row)?.measured;
    const [a, b] = [measured?.get(slow), measured?.get(quick)];
    if (!a || !b) return [];
    const ratio = a.minimum / b.minimum;
    const reached = ratio >= (atLeast ?? 0) && ratio <= (atMost ?? Number.POSITIVE_INFINITY);
    return [[text, ratioText(ratio), reached ? 'yes' : 'no']];
  });
  const limits = LIMITS.flatMap(({ text, row, peer, of = 'minimum', milliseconds: limit }) => {
    const taken = rows.get(row)?.measured.get(peer)?.[of];
    return taken === undefined ? [] : [[text, `${milliseconds(taken)} ms`, taken <= limit ? 'yes' : 'no']];
  });
  return alignedTable([['goal, minimum against minimum', 'measured', 'reached'], ...lines, ...limits]);
}
