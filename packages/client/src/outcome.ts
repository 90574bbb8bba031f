import type { Artefact, CeremonyView, PreparedIntent, RequestView, SignedRequest } from '@quorate/requests';
import type { SignedAttestation } from '@quorate/tss-core';
import type { VerifiedKey } from './keys/verifiedKey.ts';

/** Why something was not done. */
export interface Failure {
  readonly kind:
    | 'denied'
    | 'failed'
    | 'expired'
    /** It was sent and no answer came: it may happen yet. The same request may be sent again. */
    | 'outcome-unknown'
    /** Nothing was sent. */
    | 'unreachable';
  /** Kebab-case, for programs. */
  readonly code: string;
  /** One sentence, for people. */
  readonly sentence: string;
  readonly hint?: string;
  /** The HTTP status, where there was an answer that says so. */
  readonly status?: number;
}

export type Result<T> = { readonly kind: 'done'; readonly value: T } | Failure;

/** Every signature was verified here, under a key whose certificate was verified here. */
export interface Signed {
  readonly kind: 'signed';
  readonly view: RequestView;
  readonly request: SignedRequest;
  readonly key: VerifiedKey;
  readonly prepared: PreparedIntent;
  /** In the order of the intent's messages, 64 bytes each. */
  readonly signatures: readonly Uint8Array[];
  /** Ids of nodes, as the coordinator says. */
  readonly signers: readonly string[];
  /** By the modules of signers that have one, verified here. */
  readonly attestations: readonly SignedAttestation[];
  readonly artefact: Artefact;
}

/** Not decided when the wait ended. */
export interface Pending<View> {
  readonly kind: 'pending';
  readonly view: View;
}

/** What became of a request. A denial, a failure and an expiry are the coordinator's word: nobody signs those. */
export type RequestOutcome = Signed | Pending<RequestView> | (Failure & { readonly view?: RequestView });

/** What became of an order for a key. */
export type CeremonyOutcome =
  | { readonly kind: 'done'; readonly view: CeremonyView; readonly key: VerifiedKey }
  | Pending<CeremonyView>
  | (Failure & { readonly view?: CeremonyView });

/** A request as lists show it: without what cannot be checked there. */
export type RequestSummary = Omit<RequestView, 'signatures' | 'attestations' | 'request'>;
