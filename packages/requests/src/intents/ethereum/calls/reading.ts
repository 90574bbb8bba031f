import type { Need } from '../../need.ts';

/** A call that the transaction makes, or that a contract makes because of it. Addresses have their checksum. */
export interface Call {
  /** Who makes it. */
  readonly caller: string;
  readonly to: string;
  /** In wei. */
  readonly value: bigint;
  readonly data: Uint8Array;
}

/** A call in plain words. */
export interface Reading {
  /** A sentence without its full stop. */
  readonly text: string;
  readonly warnings: readonly string[];
  readonly needs: readonly Need[];
  /** What it has others do, in order. */
  readonly inner: readonly Reading[];
}

/** Where a call is read. */
export interface Scope {
  readonly chain: number;
  /** Writes an address for a person. */
  readonly name: (address: string) => string;
  /** Reads a call that is made because of this one. Throws RequestRejected `too-complex` when there are too many. */
  readonly read: (call: Call) => Reading;
}

/** Reads calls of one function; undefined for arguments that it does not take. */
export type CallReader = (call: Call, scope: Scope) => Reading | undefined;

/** A reading that needs no more than to address the contract. */
export function reading(text: string, call: Call, scope: Scope, warnings: readonly string[] = []): Reading {
  return { text, warnings, needs: [{ kind: 'contract', chain: scope.chain, address: call.to }], inner: [] };
}
