import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeCbor } from '../wire/codec.ts';
import { certificateCodec, type KeyCertificate, MAX_CERTIFICATE_BYTES } from './certificate.ts';

/**
 * Keeps decoded certificates, so that a key in use is decoded once: `publicKeyPackage` knows a statement that it has seen,
 * points, torsion checks, tables and all. Forgets the one that was used the longest time ago.
 */
export class CertificateCache {
  readonly #capacity: number;
  readonly #byHash = new Map<string, KeyCertificate>();

  /** @param capacity how many keys; one takes a few hundred kilobytes once it has signed often */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError('a cache holds at least one certificate');
    this.#capacity = capacity;
  }

  /** Decodes as `certificateCodec` does, and verifies as little. Throws DecodeError. */
  decode(encoded: Uint8Array): KeyCertificate {
    const hash = bytesToHex(sha256(encoded));
    const certificate =
      this.#byHash.get(hash) ?? decodeCbor(certificateCodec, encoded, MAX_CERTIFICATE_BYTES, 'certificate');
    // A map is in the order of insertion: the first is the one to forget.
    this.#byHash.delete(hash);
    this.#byHash.set(hash, certificate);
    const [oldest] = this.#byHash.keys();
    if (this.#byHash.size > this.#capacity && oldest !== undefined) this.#byHash.delete(oldest);
    return certificate;
  }
}
