import type { PartyIndex, SignedAttestation } from '@quorate/tss-core';

/** A key epoch this node holds a share of. Byte fields are encodings of their packages; the share is sealed. */
export interface KeyRecord {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly epoch: number;
  readonly name: string;
  readonly state: 'active' | 'retired';
  readonly party: PartyIndex;
  /** The ceremony session that made it. 32 bytes. */
  readonly session: Uint8Array;
  /** Encoded SignedOrder. */
  readonly order: Uint8Array;
  /** Encoded KeyCertificate, complete. */
  readonly certificate: Uint8Array;
  readonly sealed: Uint8Array;
  /** Encoded Acknowledgement, once the share was read back from disk and proven. */
  readonly acknowledgement: Uint8Array | undefined;
  /** Unix milliseconds. */
  readonly activatedAt: number;
}

/** What a party must have on disk before it certifies a ceremony. */
export interface NewCeremony {
  /** 32 bytes. */
  readonly session: Uint8Array;
  readonly key: Uint8Array;
  readonly epoch: number;
  readonly name: string;
  readonly party: PartyIndex;
  readonly orderHash: Uint8Array;
  /** `createdAt` of the order, unix seconds: of two orders for one name the newer one counts. */
  readonly orderCreatedAt: number;
  /** Encoded SignedOrder. */
  readonly order: Uint8Array;
  /** Encoded KeyStatement, the transcript's hash in it: what this party certifies. */
  readonly statement: Uint8Array;
  readonly sealed: Uint8Array;
  /** Unix milliseconds. */
  readonly certifiedAt: number;
}

/** `certified`: waits for its certificate; `activated`: became a key; `superseded`: a newer order took its name. */
export type CeremonyState = 'certified' | 'activated' | 'superseded';

export interface CeremonyRecord extends Omit<NewCeremony, 'sealed'> {
  readonly state: CeremonyState;
  /** Gone once activated: the share then lives in the key. */
  readonly sealed: Uint8Array | undefined;
}

/** Of a Paillier modulus or of ring-Pedersen parameters. */
export type PrimeKind = 'blum' | 'safe';

/** A sealed secret of no aux generation yet. */
export interface SpareSecret {
  /** Where it is in the store. */
  readonly id: number;
  readonly sealed: Uint8Array;
}

/** `pending`: waits for its certificate; `active`: sessions may use it; `refused`: somebody provably cheated in making it. */
export type AuxState = 'pending' | 'active' | 'refused';

/** What a node has of an aux generation. */
export interface AuxRecord {
  /** The session that makes it. 32 bytes. */
  readonly session: Uint8Array;
  readonly orderHash: Uint8Array;
  readonly party: PartyIndex;
  /** The aux secrets. */
  readonly sealed: Uint8Array;
  readonly state: AuxState;
  /** Unix milliseconds. */
  readonly begunAt: number;
}

/** One that sessions may use. */
export interface ActiveAux extends AuxRecord {
  readonly state: 'active';
  /** `auxGenerationOf`, by which descriptors name it. 32 bytes. */
  readonly generation: Uint8Array;
  /** Encoded AuxCertificate, complete. */
  readonly certificate: Uint8Array;
}

export type Decision =
  | { readonly kind: 'allowed'; readonly policyHash: Uint8Array }
  | { readonly kind: 'denied'; readonly code: string; readonly reasons: readonly string[] };

/** A request of a desk this node has seen, with its latest decision. */
export interface RequestRecord {
  readonly desk: string;
  /** The desk's idempotency id. */
  readonly id: string;
  readonly hash: Uint8Array;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly decision: Decision;
  /** Sessions this node joined for it. */
  readonly attempts: number;
}

/** How the key-encryption key comes from the passphrase, recorded so that later versions may raise the cost. */
export interface KdfParams {
  readonly algorithm: 'argon2id';
  /** 16 bytes or more. */
  readonly salt: Uint8Array;
  readonly memoryKiB: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** What is kept about the passphrase: never enough to skip the derivation. */
export interface PassphraseRecord {
  readonly kdf: KdfParams;
  /** A known text sealed under the derived key: tells a wrong passphrase at start. */
  readonly verifier: Uint8Array;
}

/** Which module's key the shares of this node are sealed by. */
export interface ModuleRecord {
  /** CKA_ID of the sealing key. 16 bytes. */
  readonly sealingKeyId: Uint8Array;
  /** Serial number of the token. */
  readonly serial: string;
}

/** Which node of which cluster a data directory belongs to. */
export interface ClusterPin {
  /** Hex32. */
  readonly cluster: string;
  readonly node: string;
  readonly revision: number;
  /** `clusterFileHash` of that revision. 32 bytes. */
  readonly fileHash: Uint8Array;
}

/** An attestation of another node's module. */
export interface WitnessedAttestation {
  readonly attested: SignedAttestation;
  /** Whether a session of this node rested on it, and not only word of it came. */
  readonly used: boolean;
}

/** Two attestations of one node that cannot both be of one module with one memory. */
export interface ForkedAttestation {
  readonly node: string;
  readonly sequence: number;
  /** Unix milliseconds. */
  readonly seenAt: number;
}

/** The records of this node were behind what others had witnessed of its module. */
export interface Setback {
  readonly from: number;
  readonly to: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** How far this node's own module has come. */
export interface OwnChain {
  /** Of its last attestation; 0 before the first. */
  readonly sequence: number;
  /** `attestationHash` of that; zeros before the first. 32 bytes. */
  readonly hash: Uint8Array;
  /** The last one, if ever. */
  readonly setback?: Setback;
}
