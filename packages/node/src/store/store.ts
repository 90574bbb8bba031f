import type {
  CeremonyRecord,
  ClusterPin,
  KeyRecord,
  ModuleRecord,
  NewCeremony,
  PassphraseRecord,
  RequestRecord,
} from './records.ts';

/** Everything a node keeps. Each call is one durable transaction: when it returns, it survives a power cut. */
export interface Store {
  readonly meta: MetaStore;
  readonly keys: KeyStore;
  readonly ceremonies: CeremonyStore;
  readonly requests: RequestStore;
  /** Releases the data directory. */
  close(): void;
}

export interface MetaStore {
  /**
   * Binds the data directory to its cluster and node at the first start; later refuses another cluster or node, an
   * older revision of the cluster file, and another file under the same revision (RequestRejected).
   */
  pin(pin: ClusterPin): void;
  passphrase(): PassphraseRecord | undefined;
  setPassphrase(record: PassphraseRecord): void;
  module(): ModuleRecord | undefined;
  setModule(record: ModuleRecord): void;
}

export interface KeyStore {
  /** The active epoch of a key. */
  active(key: Uint8Array): KeyRecord | undefined;
  activeByName(name: string): KeyRecord | undefined;
  listActive(): readonly KeyRecord[];
  setAcknowledgement(key: Uint8Array, epoch: number, acknowledgement: Uint8Array): void;
}

/** What becomes of a certified ceremony when its complete certificate arrives. */
export interface Activation {
  readonly certificate: Uint8Array;
  /** The share, sealed anew as an active share. */
  readonly sealed: Uint8Array;
  /** Unix milliseconds. */
  readonly activatedAt: number;
}

export interface CeremonyStore {
  /**
   * Stores the pending share and, in the same transaction, promises this session to its order. Refuses
   * (RequestRejected) a second session for one order, a name that is active, an order not newer than one already
   * certified for the name, and a ceremony this node refused. An older pending ceremony of the name is superseded.
   */
  certify(ceremony: NewCeremony): void;
  /** Whether `certify` would take a ceremony of this order now: throws what it would throw. */
  checkFree(order: Pick<NewCeremony, 'name' | 'orderHash' | 'orderCreatedAt'>): void;
  /** After a complaint was sent or seen: this session will never be certified, not even after a restart. */
  refuse(session: Uint8Array): void;
  find(session: Uint8Array): CeremonyRecord | undefined;
  /** Certified and waiting for their certificates. */
  listPending(): readonly CeremonyRecord[];
  /** Turns a certified ceremony into an active key; a second call with the same certificate answers the same. */
  activate(session: Uint8Array, activation: Activation): KeyRecord;
}

export interface RequestStore {
  find(desk: string, id: string): RequestRecord | undefined;
  /**
   * Remembers the latest decision on a request. Refuses (RequestRejected, `id-reused`) an id of the desk that named
   * another request, and a desk with too many unexpired requests.
   */
  remember(request: Omit<RequestRecord, 'attempts'>): void;
  countAttempt(hash: Uint8Array): void;
  /** Never sign this request again, seen before or not. `forgetAt` in unix seconds. */
  cancel(hash: Uint8Array, desk: string, forgetAt: number): void;
  isCancelled(hash: Uint8Array, desk: string): boolean;
  /** Forgets what expired more than a day ago. @returns how many requests were forgotten */
  prune(nowMs: number): number;
}
