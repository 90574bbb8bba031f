import { combine_set, create_share_set, merge_share_commits, verify_share } from '@cmdcode/frost/lib';

/**
 * One party's side of a keygen from the pieces that @cmdcode/frost offers: sharing, verification of shares, sums. It has
 * no proofs of possession and no protocol around them.
 */
export class CmdcodeKeygenOfOne {
  readonly #threshold: number;
  readonly #size: number;
  readonly #others: readonly ReturnType<typeof create_share_set>[];

  constructor(threshold: number, size: number) {
    this.#threshold = threshold;
    this.#size = size;
    this.#others = Array.from({ length: size - 1 }, () => create_share_set(threshold, size));
  }

  run(): undefined {
    const own = create_share_set(this.#threshold, this.#size);
    const received = this.#others.flatMap(({ shares }) => shares[0] ?? []);
    for (const [i, share] of received.entries()) {
      const commits = this.#others[i]?.vss_commits ?? [];
      if (!verify_share(commits, share, this.#threshold)) throw new Error('a dealt share does not hold');
    }
    combine_set([...received, ...own.shares.slice(0, 1)]);
    this.#others.reduce((sum, { vss_commits }) => merge_share_commits(sum, vss_commits), own.vss_commits);
  }
}
