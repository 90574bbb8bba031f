import { addr } from 'micro-eth-signer';
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
  /** The address of the key that signs, if it has one. */
  readonly self: string | undefined;
  /** Writes an address for a person. */
  readonly name: (address: string) => string;
  /** Reads a call that is made because of this one. Throws RequestRejected `too-complex` when there are too many. */
  readonly read: (call: Call) => Reading;
}

/** Reads calls of one function; undefined for arguments that it does not take. */
export type CallReader = (call: Call, scope: Scope) => Reading | undefined;

/** What a call of a contract needs at least, and who gets something by it, or may take it. */
export interface Effects {
  readonly warnings?: readonly string[];
  readonly recipients?: readonly string[];
}

/** A reading of a call that does no more than to address its contract, with these effects. */
export function reading(text: string, call: Call, scope: Scope, effects: Effects = {}): Reading {
  const { warnings = [], recipients = [] } = effects;
  const contract: Need = { kind: 'contract', chain: scope.chain, address: call.to };
  return { text, warnings, needs: [contract, ...recipientNeeds(recipients, scope)], inner: [] };
}

/** Whoever is not the key itself. */
export function recipientNeeds(recipients: readonly string[], { chain, self }: Pick<Scope, 'chain' | 'self'>): Need[] {
  return recipients
    .map((recipient) => addr.addChecksum(recipient))
    .filter((address) => address !== self)
    .map((address) => ({ kind: 'recipient', chain, address }));
}
