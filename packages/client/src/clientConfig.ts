import type { ClusterFile } from '@quorate/requests';
import type { Random } from '@quorate/tss-core';

/** A desk or an admin with its Ed25519 seed. */
export interface Signer {
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Uint8Array;
}

export interface ClientConfig {
  /** Where `/v1` is, e.g. `http://127.0.0.1:41201`. A path in it is a proxy's and is not signed. */
  readonly coordinatorUrl: string;
  /** The pinned cluster file: the only thing the client trusts. */
  readonly cluster: ClusterFile;
  readonly desk: Signer;
  /** Needed to order keys. */
  readonly admin?: Signer;
  /** Unix milliseconds. */
  now(): number;
  readonly random: Random;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Default: `setTimeout`. Resolves after `ms`, or as soon as the signal aborts. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** How long to wait for something, and whom to tell meanwhile. */
export interface WaitOptions<View> {
  /** Unix milliseconds. */
  readonly until: number;
  /** Called with every answer of the coordinator, unverified: for progress. */
  readonly onView?: (view: View) => void;
  /** Ends the wait early; what is asked goes on without us. */
  readonly signal?: AbortSignal;
}
