import { type ChildProcess, fork } from 'node:child_process';
import { numberToBytesBE } from '@noble/curves/utils.js';
import { RequestRejected } from '@quorate/tss-core';
import { programFile } from '../../programs.ts';
import type { PrimeKind } from '../../store/records.ts';

export interface WantedPrime {
  readonly kind: PrimeKind;
  /** Its exact length. */
  readonly bits: number;
  /** Whether somebody waits for it: then the search runs as the node itself does, else with the lowest priority. */
  readonly isAwaited: boolean;
}

/** @returns the prime, big-endian; the caller wipes it */
export type FindPrime = (wanted: WantedPrime) => Promise<Uint8Array>;

/** Looks for primes, each in a process of its own: OpenSSL's part of it cannot be interrupted, but a process can be ended. */
export class PrimeFinder {
  readonly #running = new Set<ChildProcess>();
  readonly #known: bigint[];

  /** @param known safe primes to give before any is looked for, in tests */
  constructor(known: readonly bigint[] = []) {
    this.#known = [...known];
  }

  readonly find: FindPrime = ({ kind, bits, isAwaited }) => {
    const known = this.#known.shift();
    if (known !== undefined) return Promise.resolve(numberToBytesBE(known, bits / 8));
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    const child = fork(programFile('primeProgram'), [kind, String(bits), isAwaited ? 'awaited' : 'spare'], {
      env: {},
      execArgv: [],
      serialization: 'advanced',
    });
    this.#running.add(child);
    child.on('message', (found: unknown) => {
      if (found instanceof Uint8Array && found.length === bits / 8) resolve(Uint8Array.from(found));
    });
    child.on('error', () => reject(failed()));
    child.on('exit', () => {
      this.#running.delete(child);
      reject(failed()); // unless it has told its prime
    });
    return promise;
  };

  /** Ends every search. */
  stop(): void {
    for (const child of this.#running) child.kill('SIGKILL');
  }
}

function failed(): RequestRejected {
  return new RequestRejected('no-prime', 'the search for a prime ended without one');
}
