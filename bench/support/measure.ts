import { Bench } from 'tinybench';

/** One thing to be measured, under the name of who does it. */
export interface Entry {
  readonly peer: string;
  /** Called before each run, unmeasured. */
  readonly before?: () => void;
  /** What is measured. A number it returns is taken as its milliseconds, where only a part of the run counts. */
  run(): number | undefined;
}

/** In milliseconds. */
export interface Measured {
  readonly minimum: number;
  readonly median: number;
}

export interface Effort {
  /** Each entry runs until it has used up this much, or `rounds` times. */
  readonly milliseconds: number;
  readonly rounds: number;
  /** At least this many times, unless that takes longer than `patience`. */
  readonly least: number;
  /** Milliseconds. */
  readonly patience: number;
}

/**
 * Measures entries side by side: round after round each of them runs once, in turn, so that whatever else the machine does
 * in the meantime is shared. The first round warms up and does not count where there are more.
 */
export function measure(entries: readonly Entry[], effort: Effort): ReadonlyMap<string, Measured> {
  const samples = new Map(entries.map(({ peer }) => [peer, [] as number[]]));
  for (let round = 0; round < effort.rounds; round++) {
    const wanting = entries.filter(({ peer }) => isWanting(samples.get(peer) ?? [], effort));
    if (wanting.length === 0) break;
    for (const [peer, milliseconds] of oneRound(wanting)) samples.get(peer)?.push(milliseconds);
  }
  return new Map([...samples].map(([peer, taken]) => [peer, summary(taken)]));
}

/** The same for what answers later. */
export interface AsyncEntry {
  readonly peer: string;
  /** What is measured, unless it promises a number: that is taken as its milliseconds. */
  run(): Promise<unknown> | unknown;
}

/** As `measure`, of entries that may be asynchronous. */
export async function measureAsync(
  entries: readonly AsyncEntry[],
  effort: Effort,
): Promise<ReadonlyMap<string, Measured>> {
  const samples = new Map(entries.map(({ peer }) => [peer, [] as number[]]));
  for (let round = 0; round < effort.rounds; round++) {
    for (const { peer, run } of entries.filter(({ peer }) => isWanting(samples.get(peer) ?? [], effort))) {
      const start = performance.now();
      const milliseconds = await run();
      samples.get(peer)?.push(typeof milliseconds === 'number' ? milliseconds : performance.now() - start);
    }
  }
  return new Map([...samples].map(([peer, taken]) => [peer, summary(taken)]));
}

function isWanting(taken: readonly number[], { least, milliseconds, patience }: Effort): boolean {
  const spent = taken.reduce((sum, sample) => sum + sample, 0);
  return spent < milliseconds || (taken.length < least && spent < patience);
}

function oneRound(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const bench = new Bench({ iterations: 1, time: 0, warmup: false, throws: true });
  for (const { peer, before, run } of entries) {
    const measured = () => {
      const milliseconds = run();
      return milliseconds === undefined ? undefined : { overriddenDuration: milliseconds };
    };
    bench.add(peer, measured, before ? { beforeEach: before } : {});
  }
  bench.runSync();
  return new Map(bench.tasks.map(({ name, result }) => [name, latencyOf(name, result)]));
}

function latencyOf(name: string, result: Bench['tasks'][number]['result']): number {
  if (result.state !== 'completed') throw new Error(`${name} ended ${result.state}`);
  return result.latency.min;
}

/** The first sample warmed up and does not count where there are more. */
export function summary(taken: readonly number[]): Measured {
  const counted = taken.length > 1 ? taken.slice(1) : taken;
  const sorted = [...counted].sort((a, b) => a - b);
  const [minimum = Number.NaN] = sorted;
  return { minimum, median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN };
}
