import type { ControlClient, LinkState, MemberId } from '@quorate/network';
import type {
  AttemptView,
  Caller,
  CeremonyView,
  CertifiedKey,
  DenialView,
  KeyView,
  RequestView,
  SignRequest,
  StatusView,
} from '@quorate/requests';
import type { PartyIndex, SignedAttestation } from '@quorate/tss-core';

/*
 * The coordinator's components and what they say to each other. `main.ts` joins them:
 *
 *   HTTP ── Requests ── AttemptEngine ──┐
 *     │        │                        │
 *     │      Ledger        Keys ───── Nodes (libp2p control calls)
 *     │        │             │          │
 *     └── Ceremonies ────────┴──────────┘
 *
 * Nothing here is trusted with more than liveness: nodes verify every request, order and certificate themselves.
 */

/** The nodes of the cluster as the coordinator reaches them. */
export interface Nodes extends ControlClient {
  isLinked(node: MemberId): boolean;
  /** Every `up` is a new connection. Returns the unsubscriber. */
  onLink(listener: (node: MemberId, state: LinkState) => void): () => void;
}

/** A key that was verified here against the cluster file. */
export interface KnownKey extends CertifiedKey {
  readonly encoded: { readonly order: Uint8Array; readonly certificate: Uint8Array };
  /** Verified, by party. */
  readonly acknowledgements: ReadonlyMap<PartyIndex, Uint8Array>;
}

/** Every key the coordinator knows: the union of what its ledger and the nodes hold. */
export interface Keys {
  get(id: string): KnownKey | undefined;
  byName(name: string): KnownKey | undefined;
  all(): readonly KnownKey[];
  /** Verifies and keeps a key; the same one again changes nothing. Throws RequestRejected if it does not verify. */
  learn(order: Uint8Array, certificate: Uint8Array): KnownKey;
  /** Called with every key that was not known before, whoever showed it. Returns the unsubscriber. */
  onLearnt(listener: (key: KnownKey) => void): () => void;
  /** Verifies and keeps a party's acknowledgement. Throws RequestRejected if it is not the party's for this key. */
  acknowledge(id: string, acknowledgement: Uint8Array): KnownKey;
}

/** A request on its way: everything an attempt needs, computed once. */
export interface SigningJob {
  readonly request: SignRequest;
  /** The SignedRequest as the desk sent it: what nodes get. */
  readonly signed: Uint8Array;
  /** `requestHash`, 32 bytes. */
  readonly hash: Uint8Array;
  readonly key: KnownKey;
  /** What is signed, in order; nodes compute it again by themselves. */
  readonly messages: readonly Uint8Array[];
  /** `messagesHash` of all that the request has signed, which modules of nodes attest. 32 bytes. */
  readonly contents: Uint8Array;
  /** Parties without which nothing is to be signed, as the desk wants it. */
  readonly cosigners: readonly PartyIndex[];
  /** Whether these are valid signatures of the messages, in order. */
  verifies(signatures: readonly Uint8Array[]): boolean;
  /** Whether this is a valid signature of one of them. */
  verifiesOne(message: Uint8Array, signature: Uint8Array): boolean;
  /** Attempts of an earlier life of this process. */
  readonly earlier: readonly AttemptView[];
  /** Aborts when the request expires, is cancelled, or the process stops. */
  readonly signal: AbortSignal;
}

/** How a job ended. */
export type Fulfilment =
  | {
      readonly kind: 'signed';
      readonly signatures: readonly Uint8Array[];
      readonly signers: readonly string[];
      /** Of the signers that have a module. */
      readonly attestations: readonly SignedAttestation[];
    }
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'interrupted' };

/** What whoever ordered the job is told meanwhile. */
export interface JobWatcher {
  /**
   * Called when an attempt starts (outcome `running`) and again, with the same session, when it ends, and if one of its
   * signers is convicted later.
   */
  onAttempt(attempt: AttemptView): void;
  /** Why it is not signed yet, and who denied it so far. */
  onProgress(reason: string, denials: readonly DenialView[]): void;
}

export interface AttemptEngine {
  /** Tries until the request is signed or cannot be, or the job's signal aborts. Never rejects for a node's sake. */
  fulfil(job: SigningJob, watcher: JobWatcher): Promise<Fulfilment>;
}

/** Whether a submission was new, and what became of it so far. */
export interface Submitted<View> {
  readonly view: View;
  readonly isNew: boolean;
}

export interface Requests {
  /** @param signed a SignedRequest's bytes. Throws RequestRejected. */
  submit(caller: Caller, signed: Uint8Array): Submitted<RequestView>;
  /** Resolves when what was submitted until now survives a power cut: before that nobody is told that it was taken. */
  stored(): Promise<void>;
  /** Waits up to `waitMs` while it is pending. Throws RequestRejected `unknown-request`. */
  find(caller: Caller, id: string, waitMs: number): Promise<RequestView>;
  /** Newest first; a desk sees its own, an admin everybody's. */
  list(caller: Caller, limit: number): readonly RequestView[];
  /** @param cancel a SignedCancel's bytes. Throws RequestRejected. */
  cancel(caller: Caller, id: string, cancel: Uint8Array): Promise<RequestView>;
  /** Takes up what an earlier process left pending. */
  resume(): void;
  /** Answers everybody who waits and leaves pending requests in the ledger. */
  stop(): Promise<void>;
}

export interface Ceremonies {
  /** @param order a SignedOrder's bytes. Throws RequestRejected. */
  submit(order: Uint8Array): Submitted<CeremonyView>;
  /** @param orderHash hex. Waits up to `waitMs` while it is running. Throws RequestRejected `unknown-ceremony`. */
  find(orderHash: string, waitMs: number): Promise<CeremonyView>;
  /** Takes up what an earlier process left running, and from then on every failed ceremony whose key shows up. */
  resume(): void;
  stop(): Promise<void>;
}

/** What the HTTP API serves. */
export interface Services {
  readonly requests: Requests;
  readonly ceremonies: Ceremonies;
  keys(): readonly KeyView[];
  status(): Promise<StatusView>;
}
