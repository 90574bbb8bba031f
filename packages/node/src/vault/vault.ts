import type { Assignment, Attestation, PartyIndex, Ready, SchemeId } from '@quorate/tss-core';
import type { PassphraseRecord } from '../store/records.ts';
import type { HeavyVault } from './heavy/heavyVault.ts';
import type { StockLevel } from './presignatureBook.ts';
import type { ReadyPurpose } from './readyBook.ts';
import type { Calls } from './threads/contract.ts';

/** Identity keys (33 bytes compressed) of all parties of a key, as the cluster file has them. */
export type Identities = ReadonlyMap<PartyIndex, Uint8Array>;

/** How a session ended inside the vault. */
export type SessionOutcome =
  | { readonly kind: 'signed'; readonly signatures: readonly Uint8Array[] }
  /** Encoded KeyCertificate or AuxCertificate, complete. */
  | { readonly kind: 'certified'; readonly certificate: Uint8Array }
  /** The presignature of this id is in this node's stock. */
  | { readonly kind: 'presigned'; readonly presignature: Uint8Array }
  | {
      readonly kind: 'stalled';
      readonly missing: readonly PartyIndex[];
      /** Who said that it leaves. */
      readonly left: readonly PartyIndex[];
      readonly reason: string;
    }
  /** `evidence` is encoded and checkable offline. */
  | {
      readonly kind: 'fault';
      readonly code: string;
      readonly culprits: readonly PartyIndex[];
      readonly evidence: Uint8Array;
    };

/** What a ceremony needs on disk before it goes on: the sealed pending share, or the sealed secrets of an aux generation. */
export interface SealedCheckpoint {
  /** Encoded KeyStatement; empty for an aux ceremony, which stores its secrets before there is a statement. */
  readonly statement: Uint8Array;
  readonly sealed: Uint8Array;
}

/** What a session machine did when it was given something. */
export interface Step {
  readonly send: readonly { readonly to: PartyIndex; readonly payload: Uint8Array }[];
  readonly waitingFor: readonly PartyIndex[];
  readonly checkpoint?: SealedCheckpoint | undefined;
  readonly outcome?: SessionOutcome | undefined;
}

/** What is asked of the vault's thread and what it answers. `session` is a session's id in hex, `now` Unix milliseconds. */
export interface VaultContract {
  /** Once, first. Both secrets are transferred to the vault's thread; the passphrase is wiped there after use. */
  init: {
    params: {
      readonly node: string;
      /** The cluster's id, 32 bytes. */
      readonly cluster: Uint8Array;
      readonly identitySecret: Uint8Array;
      /** None where shares are sealed by a module: then no share is ever opened in this thread. */
      readonly passphrase?: Uint8Array | undefined;
      /** From the store; none at the very first start. */
      readonly record?: PassphraseRecord | undefined;
    };
    /** A new record is to be stored. */
    result: { readonly record?: PassphraseRecord | undefined };
  };
  /**
   * A signed ready whose r_i the vault remembers until it is used, has expired or the process ends. Where the stock has
   * enough, nonces or a presignature are set aside under it, which live and die with it.
   */
  drawReady: {
    params: {
      readonly key: Uint8Array;
      /** Request hash or order hash. */
      readonly subject: Uint8Array;
      readonly party: PartyIndex;
      readonly policyHash: Uint8Array;
      readonly now: number;
      readonly expiresAt: number;
      /** How many nonces to set aside, one per message; none if left out. */
      readonly reserve?: number | undefined;
      /** Of a node with a module: the r_i that it attested, and its attestation. */
      readonly attested?: { readonly nonce: Uint8Array; readonly attestation: Attestation } | undefined;
      /** Signers whose next presignature to set aside; none if left out. */
      readonly signers?: Assignment | undefined;
    };
    result: Ready;
  };
  /** Uses up a ready of this node, for a session that is opened in a process of its own. */
  consumeReady: {
    params: { readonly ready: Ready; readonly purpose: Omit<ReadyPurpose, 'policyHash'>; readonly now: number };
    result: Nothing;
  };
  /** Opens a signing session under this node's own ready, which is used up even when the session is refused. */
  openSigning: {
    params: {
      /** Encoded SigningDescriptor. */
      readonly descriptor: Uint8Array;
      /** Encoded KeyCertificate. */
      readonly certificate: Uint8Array;
      readonly sealed: Uint8Array;
      readonly identities: Identities;
      readonly now: number;
    };
    result: Step;
  };
  /** Opens a session of one round with the presignature set aside under this node's ready, which is used up anyway. */
  openPresigned: {
    params: {
      /** Encoded SigningDescriptor. */
      readonly descriptor: Uint8Array;
      /** Encoded KeyCertificate. */
      readonly certificate: Uint8Array;
      /** Encoded AuxCertificate. */
      readonly aux: { readonly certificate: Uint8Array };
      readonly identities: Identities;
      readonly now: number;
    };
    result: Step;
  };
  /** How many presignatures there are, by key and signers. */
  presignatureLevels: { params: Nothing; result: { readonly levels: readonly StockLevel[] } };
  /** Another signer of the key has come to this presignature: it is wiped, and those before it. Unknown ones are fine. */
  passPresignature: { params: { readonly key: Uint8Array; readonly presignature: Uint8Array }; result: Nothing };
  /** Wipes the key's presignatures; with `party` only those that it is a signer of. */
  dropPresignatures: {
    params: { readonly key: Uint8Array; readonly party?: PartyIndex | undefined };
    result: Nothing;
  };
  /**
   * Adds a batch of nonces to a key's stock, whenever the vault has nothing else to do. What is returned is public: an
   * encoded SignedBatch for the peers, the ids of those that are live, and how many nonces are unused now.
   */
  fillStock: {
    params: {
      /** Encoded KeyCertificate. */
      readonly certificate: Uint8Array;
      readonly sealed: Uint8Array;
      /** 1 to MAX_BATCH_PAIRS. */
      readonly count: number;
    };
    result: { readonly batch: Uint8Array; readonly live: readonly Uint8Array[]; readonly size: number };
  };
  /**
   * Keeps commitments that a peer gave in advance, verified whenever the vault has nothing else to do, and forgets what
   * the peer no longer calls live. RequestRejected `bad-batch` for a batch that is not the peer's, or is none.
   */
  keepBatch: {
    params: {
      readonly key: Uint8Array;
      readonly epoch: number;
      readonly scheme: SchemeId;
      /** Whose channel it came on. */
      readonly owner: PartyIndex;
      /** The owner's identity key, 33 bytes. */
      readonly identity: Uint8Array;
      readonly live: readonly Uint8Array[];
      /** Encoded SignedBatch. */
      readonly batch?: Uint8Array | undefined;
    };
    /** How many commitments of the owner are unused here. */
    result: { readonly size: number };
  };
  /** Wipes the key's stock and forgets what peers gave for it. */
  dropStock: { params: { readonly key: Uint8Array }; result: Nothing };
  openKeygen: {
    params: {
      /** Encoded KeygenDescriptor. */
      readonly descriptor: Uint8Array;
      readonly identities: Identities;
      readonly now: number;
    };
    result: Step;
  };
  receive: {
    params: { readonly session: string; readonly from: PartyIndex; readonly payload: Uint8Array };
    result: Step;
  };
  /** The checkpoint is on disk: the session may go on. */
  checkpointed: { params: { readonly session: string }; result: Step };
  /**
   * Nothing more will come to a session: ends it, with a fault if what did come convicts somebody. RequestRejected
   * `session-over` for an unknown one.
   */
  giveUp: { params: { readonly session: string; readonly reason: string }; result: Step };
  /** Ends a session and wipes its secrets; an unknown one is fine. */
  abort: { params: { readonly session: string }; result: Nothing };
  /** A pending share, proven to belong to the complete certificate and sealed anew as an active one. */
  activateShare: { params: StoredShare; result: { readonly sealed: Uint8Array } };
  /** The signed proof that the active share, as read back from disk, is the certificate's. */
  proveStored: { params: StoredShare; result: { readonly acknowledgement: Uint8Array } };
  /** Aborts every session and wipes every secret. */
  close: { params: Nothing; result: Nothing };
}

export interface StoredShare {
  readonly certificate: Uint8Array;
  readonly sealed: Uint8Array;
  readonly identities: Identities;
}

export type Nothing = Record<string, never>;

/**
 * The thread in which secrets live: the identity secret, the key-encryption key, opened shares, nonces and the session
 * machines of FROST and of ECDSA with presignatures. Refusals are RequestRejected; anything else thrown is a bug.
 */
export type KeyVault = Calls<VaultContract>;

/**
 * All that holds secrets in a node: the vault's thread, and beside it another one for the arithmetic of threshold ECDSA,
 * so that FROST never waits for that.
 */
export interface Vault extends KeyVault {
  readonly heavy: HeavyVault;
}

export type VaultOp = keyof VaultContract;
export type Params<K extends VaultOp> = VaultContract[K]['params'];
export type Result<K extends VaultOp> = VaultContract[K]['result'];
