import type { SchemeId } from '@quorate/tss-core';

/** A library that signs, as every peer is asked to: t of n, one message of 32 bytes. */
export interface SigningPeer {
  readonly name: string;
  /** Whether it has this scheme at this size. */
  supports(scheme: SchemeId, threshold: number, size: number): boolean;
  /** Makes a key, unmeasured. What a running signer keeps decoded may be kept. */
  prepare(scheme: SchemeId, threshold: number, size: number): SigningWork;
}

/** The steps of one signing. Each `ready…` makes what its step uses up, unmeasured; steps that a peer has not are left out. */
export interface SigningWork {
  /** One signer's round 1. */
  commit?(): void;
  readonly sign?: Step;
  readonly verifyShare?: Step;
  readonly aggregate?: Step;
  /** All signers' work until one of them has a signature that it verified. */
  oneAggregates?(): void;
  /** All signers' work until each of them has a signature that it verified. */
  all(): void;
}

export interface Step {
  ready(): void;
  run(): void;
}

export const MESSAGE: Uint8Array = new Uint8Array(32).fill(7);

/** A step that uses up what it takes: that is made anew for each run. */
export function usingUp<T>(make: () => T, run: (made: T) => void): Step {
  return stepOf(() => make(), run);
}

/** A step that leaves what it takes as it is: that is made once. */
export function looking<T>(make: () => T, run: (made: T) => void): Step {
  return stepOf((before) => before ?? make(), run);
}

function stepOf<T>(make: (before: T | undefined) => T, run: (made: T) => void): Step {
  let made: T | undefined;
  return {
    ready() {
      made = make(made);
    },
    run() {
      if (made === undefined) throw new Error('the step was not made ready');
      run(made);
    },
  };
}

/** Throws unless it holds: a benchmark of what fails is worth nothing. */
export function insist(holds: boolean): void {
  if (!holds) throw new Error('what was made does not verify');
}
