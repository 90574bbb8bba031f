import type { FrameTap } from '@quorate/network';
import { equivocation, falsehood, honest, partition, randomFaults, silence } from './faults.ts';
import type { InProcessNetwork } from './inProcessNetwork.ts';
import { pick, type SeededRandom, seededRandom, shuffled } from './seededRandom.ts';

/** A trouble that leaves a quorum of 2 of 3 alive. */
export type Trouble =
  | { readonly kind: 'none' | 'slow' | 'lossy' }
  | { readonly kind: 'silent' | 'killed'; readonly node: string }
  | { readonly kind: 'partition'; readonly nodes: readonly [string, string] }
  /** Signs to one peer another round 1 or 2 than the one it goes on with. */
  | { readonly kind: 'equivocation'; readonly node: string; readonly deceived: string; readonly round: 1 | 2 }
  /** Tells everybody something false in round 1 or 2. */
  | { readonly kind: 'falsehood'; readonly node: string; readonly round: 1 | 2 };

export interface Step {
  readonly trouble: Trouble;
  /** When it begins, after the first request of the step was sent. */
  readonly afterMs: number;
  readonly requests: number;
}

/** The same for one seed. Nodes tell lies in the schedule only where `liar` is named, and nobody else does. */
export function schedule(seed: number, steps: number, nodes: readonly string[], liar?: string): readonly Step[] {
  const random = seededRandom(seed);
  return Array.from({ length: steps }, () => ({
    trouble: randomTrouble(random, nodes, liar),
    afterMs: Math.floor(random() * 60),
    requests: 2 + Math.floor(random() * 2),
  }));
}

function randomTrouble(random: SeededRandom, nodes: readonly string[], liar?: string): Trouble {
  const [a = '', b = ''] = shuffled(random, nodes);
  const round = pick(random, [1, 2] as const);
  const deceived = pick(
    random,
    nodes.filter((node) => node !== liar),
  );
  const lies: readonly Trouble[] = liar
    ? [
        { kind: 'equivocation', node: liar, deceived, round },
        { kind: 'falsehood', node: liar, round },
      ]
    : [];
  const faults: readonly Trouble[] = [
    { kind: 'none' },
    { kind: 'slow' },
    { kind: 'lossy' },
    { kind: 'silent', node: a },
    { kind: 'killed', node: a },
    { kind: 'partition', nodes: [a, b] },
  ];
  return pick(random, [...faults, ...lies, ...lies]);
}

/** Brings trouble over a network in one process, one at a time. */
export class Chaos {
  /** Give it to the network. */
  readonly tap: FrameTap = (...frame) => this.#now(...frame);
  readonly #random: SeededRandom;
  #now: FrameTap = honest;

  constructor(seed: number) {
    this.#random = seededRandom(seed ^ 0x5eed);
  }

  /** @returns ends it, and brings back who was killed */
  async begin(trouble: Trouble, { cluster }: InProcessNetwork): Promise<() => Promise<void>> {
    this.#now = this.#tapOf(trouble, cluster.directory.secret);
    // A killed node says no goodbye: it was silenced first.
    if (trouble.kind === 'killed') await cluster.stop(trouble.node);
    return async () => {
      this.#now = honest;
      if (trouble.kind === 'killed') await cluster.start(trouble.node);
    };
  }

  #tapOf(trouble: Trouble, secret: (node: string) => Uint8Array): FrameTap {
    switch (trouble.kind) {
      case 'none':
        return honest;
      case 'slow':
        return randomFaults(this.#random, { delay: 0.5, maxDelayMs: 60, duplicate: 0.5 });
      case 'lossy':
        return randomFaults(this.#random, { drop: 0.1, duplicate: 0.2, delay: 0.2 });
      case 'silent':
      case 'killed':
        return silence(new Set([trouble.node]));
      case 'partition':
        return partition(...trouble.nodes);
      case 'equivocation':
        return equivocation(trouble.node, secret(trouble.node), trouble.deceived, trouble.round);
      case 'falsehood':
        return falsehood(trouble.node, secret(trouble.node), trouble.round);
    }
  }
}
