import type {
  ActiveAux,
  AuxRecord,
  CeremonyRecord,
  ClusterPin,
  ForkedAttestation,
  KeyRecord,
  ModuleRecord,
  NewCeremony,
  OwnChain,
  PassphraseRecord,
  PrimeKind,
  RequestRecord,
  Setback,
  SpareSecret,
  WitnessedAttestation,
} from './records.ts';

/**
 * Everything a node keeps. Each call is one durable transaction: when it returns, it survives a power cut; where it says so,
 * only once `onDisk` has resolved.
 */
export interface Store {
  readonly meta: MetaStore;
  readonly keys: KeyStore;
  readonly ceremonies: CeremonyStore;
  readonly requests: RequestStore;
  readonly primes: PrimeStore;
  readonly aux: AuxStore;
  readonly attestations: AttestationStore;
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
   * another request, and a desk of which it remembers too many. Durable with `onDisk`.
   */
  remember(request: Omit<RequestRecord, 'attempts'>): void;
  /** Resolves when what was remembered until now survives a power cut. */
  onDisk(): Promise<void>;
  /** Durable some time later: it bounds only effort, and after a power cut there is nothing left that was ready. */
  countAttempt(hash: Uint8Array): void;
  /** Never sign this request again, seen before or not. `forgetAt` in unix seconds. */
  cancel(hash: Uint8Array, desk: string, forgetAt: number): void;
  isCancelled(hash: Uint8Array, desk: string): boolean;
  /** Forgets some of what expired more than a day ago. @returns how much, 0 if nothing is left to forget */
  prune(nowMs: number): number;
}

/** What aux ceremonies are begun with: sealed, and each good for one. */
export interface PrimeStore {
  add(kind: PrimeKind, sealed: Uint8Array): void;
  /** The oldest primes of a kind, at most `count`. */
  list(kind: PrimeKind, count: number): readonly SpareSecret[];
  /** Stores whole aux secrets and deletes the primes they were made from. Refuses where one of those is gone. */
  combine(primes: readonly SpareSecret[], sealed: Uint8Array): void;
  /** The oldest whole aux secrets, and how many there are. */
  nextSpare(): SpareSecret | undefined;
  countSpares(): number;
}

export interface AuxStore {
  /**
   * Stores the secrets of a ceremony before it begins and deletes the spare they were made from. Refuses
   * (RequestRejected) a spare that is gone and a session that has begun before.
   */
  begin(ceremony: Omit<AuxRecord, 'state'>, spare: SpareSecret): void;
  /** Ceremonies begun under one order. */
  countBegun(orderHash: Uint8Array): number;
  /** After a proven cheat: this session's generation will never be active here. */
  refuse(session: Uint8Array): void;
  find(session: Uint8Array): AuxRecord | undefined;
  /** Makes a pending generation active; a second call with the same certificate changes nothing. */
  activate(session: Uint8Array, activation: Pick<ActiveAux, 'generation' | 'certificate' | 'sealed'>): void;
  active(generation: Uint8Array): ActiveAux | undefined;
  /** The newest first. */
  listActive(): readonly ActiveAux[];
}

/** Attestation keys are P-256, 33 bytes compressed. */
export interface AttestationStore {
  /** What is remembered of a node's attestations by one key, ascending by sequence. */
  witnessed(node: string, publicKey: Uint8Array): readonly WitnessedAttestation[];
  /** Remembers one, in place of what had its sequence, and forgets those below `floor`. */
  witness(publicKey: Uint8Array, attestation: WitnessedAttestation, floor: number): void;
  /** Remembers that a node's key has attested two different things in one place. */
  recordFork(fork: ForkedAttestation & { readonly publicKey: Uint8Array }): void;
  listForks(): readonly ForkedAttestation[];
  /** This node's own chain; its beginning where there is none yet. */
  own(publicKey: Uint8Array): OwnChain;
  /** Moves the own chain to an attestation. Never backwards: refuses a lower sequence (Bug). */
  advance(publicKey: Uint8Array, head: Pick<OwnChain, 'sequence' | 'hash'>, setback?: Setback): void;
}
