import type { Random } from '@quorate/tss-core';
import type { Output } from './output/output.ts';

/** What a command gets from the world around it. */
export interface Context {
  readonly output: Output;
  /** The directory of the cluster it speaks to, as given. */
  readonly dir: string;
  /** Unix milliseconds. */
  now(): number;
  readonly random: Random;
  /**
   * Aborted by Ctrl-C or SIGTERM. Whoever asks for it promises to end soon after; until somebody does, the signals
   * end the process as usual.
   */
  interruption(): AbortSignal;
}
