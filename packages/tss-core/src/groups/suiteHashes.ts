import { hash_to_field } from '@noble/curves/abstract/hash-to-curve.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Ciphersuite, Group } from './ciphersuite.ts';

/** How one suite hashes under a domain separation string. */
export interface DomainHash {
  toScalar(domain: Uint8Array, input: Uint8Array): bigint;
  toBytes(domain: Uint8Array, input: Uint8Array): Uint8Array;
}

/** The suites over Edwards curves (RFC 9591 §6.1–6.3): one hash of domain ‖ input, read little-endian. */
export function edwardsHash(group: Pick<Group, 'reduce'>, hash: (input: Uint8Array) => Uint8Array): DomainHash {
  const toBytes = (domain: Uint8Array, input: Uint8Array) => hash(concatBytes(domain, input));
  return { toBytes, toScalar: (domain, input) => group.reduce(bytesToNumberLE(toBytes(domain, input))) };
}

/** The suites over Weierstrass curves (§6.4, §6.5): RFC 9380 §5.2 hash_to_field with expand_message_xmd and SHA-256. */
export function weierstrassHash(group: Pick<Group, 'order'>): DomainHash {
  return {
    toBytes: (domain, input) => sha256(concatBytes(domain, input)),
    toScalar(domain, input) {
      const options = { DST: domain, expand: 'xmd', hash: sha256, p: group.order, m: 1, k: 128 } as const;
      const [[scalar] = []] = hash_to_field(input, 1, options);
      if (scalar === undefined) throw new RangeError('hash_to_field gave no scalar');
      return scalar;
    },
  };
}

/** Every hash of a suite but the challenge H2, which each signature scheme defines for itself. */
export function suiteHashes(
  contextString: string,
  { toScalar, toBytes }: DomainHash,
): Pick<Ciphersuite, 'H1' | 'H3' | 'H4' | 'H5' | 'HDKG'> {
  const [rho, nonce, msg, com, dkg] = [domain('rho'), domain('nonce'), domain('msg'), domain('com'), domain('dkg')];
  return {
    H1: (input) => toScalar(rho, input),
    H3: (input) => toScalar(nonce, input),
    H4: (input) => toBytes(msg, input),
    H5: (input) => toBytes(com, input),
    HDKG: (input) => toScalar(dkg, input),
  };

  function domain(name: string): Uint8Array {
    return utf8ToBytes(contextString + name);
  }
}
