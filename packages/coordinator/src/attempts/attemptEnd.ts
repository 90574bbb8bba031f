import type { MemberId } from '@quorate/network';
import type { Conviction } from '@quorate/tss-core';

/** Nodes by their ids. */
export interface Stall {
  readonly kind: 'stalled';
  /** Undefined where the coordinator itself found them silent. */
  readonly reporter: MemberId | undefined;
  readonly missing: readonly MemberId[];
  /** Who told the reporter that it leaves. */
  readonly left: readonly MemberId[];
  readonly reason: string;
}

/** What a signer answers, or what becomes of asking it. */
export type SignerAnswer =
  | { readonly kind: 'signed'; readonly signatures: readonly Uint8Array[] }
  | Stall
  | {
      readonly kind: 'accusation';
      readonly reporter: MemberId;
      readonly code: string;
      readonly evidence: Uint8Array;
    }
  | { readonly kind: 'refused'; readonly node: MemberId; readonly code: string; readonly reason: string }
  | { readonly kind: 'disconnected'; readonly node: MemberId }
  | { readonly kind: 'interrupted' };

/** An accusation whose evidence convicts. */
export interface Proven {
  readonly kind: 'fault';
  readonly reporter: MemberId;
  readonly conviction: Conviction;
  readonly evidence: Uint8Array;
}

/** How an attempt ended. */
export type AttemptEnd =
  | Exclude<SignerAnswer, { kind: 'accusation' }>
  | Proven
  /** Who accused others by evidence that proves nothing; `beside`: who others waited for all the same. */
  | {
      readonly kind: 'unproven';
      readonly reporters: readonly MemberId[];
      readonly code: string;
      readonly beside: Stall | undefined;
    };
