import type { Keystore } from '../keystore/index.ts';

/** What the vault holds from its initialisation to its end. */
export interface VaultSecrets {
  /** This node's id. */
  readonly node: string;
  /** The cluster's id, 32 bytes. */
  readonly cluster: Uint8Array;
  /** secp256k1 secret of the node's identity, 32 bytes. */
  readonly identitySecret: Uint8Array;
  readonly keystore: Keystore;
}
