/** Seals secrets for the disk. Backends: passphrase; hardware modules join here. */
export interface Keystore {
  /** @param aad what the blob is bound to, see `encodeSealContext` */
  seal(plaintext: Uint8Array, aad: Uint8Array): Promise<Uint8Array>;
  /** The caller wipes the result. RequestRejected `sealed-blob-rejected` when blob and aad do not belong together. */
  open(sealed: Uint8Array, aad: Uint8Array): Promise<Uint8Array>;
  /** Forgets the key; the keystore is of no use afterwards. */
  close(): void;
}
