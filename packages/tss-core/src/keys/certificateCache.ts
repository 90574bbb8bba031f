import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { RecentMap } from '../recentMap.ts';
import { decodeCbor } from '../wire/codec.ts';
import { certificateCodec, type KeyCertificate, MAX_CERTIFICATE_BYTES } from './certificate.ts';

/**
 * Keeps decoded certificates, so that a key in use is decoded once: `publicKeyPackage` knows a statement that it has seen,
 * points, torsion checks, tables and all. Forgets the one that was used the longest time ago.
 */
export class CertificateCache {
  readonly #byHash: RecentMap<string, KeyCertificate>;

  /** @param capacity how many keys; one takes a few hundred kilobytes once it has signed often */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError('a cache holds at least one certificate');
    this.#byHash = new RecentMap(capacity);
  }

  /** Decodes as `certificateCodec` does, and verifies as little. Throws DecodeError. */
  decode(encoded: Uint8Array): KeyCertificate {
    const hash = bytesToHex(sha256(encoded));
    const certificate =
      this.#byHash.get(hash) ?? decodeCbor(certificateCodec, encoded, MAX_CERTIFICATE_BYTES, 'certificate');
    this.#byHash.put(hash, certificate);
    return certificate;
  }
}
