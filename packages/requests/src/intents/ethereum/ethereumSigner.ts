import { ethHex } from 'micro-eth-signer';
import { p256Point } from '../p256Point.ts';
import type { Artefact, DescriptionLine, KeyContext } from '../prepared.ts';
import { ethereumAddress } from './ethereumAddress.ts';
import { walletSignature } from './recoverable.ts';

/** How an ECDSA key signs a hash for Ethereum, and who it is there. */
export interface EthereumSigner {
  /** Its own address; a P-256 key has none. */
  readonly self: string | undefined;
  readonly signedAs: DescriptionLine;
  /** Who can use a signature that names no account by itself, for a person. */
  readonly serves: string;
  /** What the desk gets for a verified signature of the hash. */
  artefact(kind: Artefact['kind'], hash: Uint8Array, signature: Uint8Array): Artefact;
}

export function ethereumSigner(key: KeyContext): EthereumSigner {
  return key.scheme === 'ecdsa-p256' ? contractSigner(key) : accountSigner(key);
}

/** An account of its own, which `ecrecover` finds. */
function accountSigner(key: KeyContext): EthereumSigner {
  const self = ethereumAddress(key);
  return {
    self,
    signedAs: { label: 'Signed as', value: self },
    serves: 'the address',
    artefact(kind, _hash, signature) {
      const bytes = walletSignature(signature);
      return { kind, bytes, text: ethHex.encode(bytes), missingSigners: [] };
    },
  };
}

/**
 * Contracts check P-256 by the precompile of RIP-7212 and EIP-7951: given hash, r, s, x and y. Which contracts obey the key
 * is known to them alone, and no part of what is signed unless a field says so (decision 17).
 */
function contractSigner(key: KeyContext): EthereumSigner {
  const { x, y } = p256Point(key);
  return {
    self: undefined,
    signedAs: { label: 'Signed as', value: `P-256 public key x ${x}, y ${y}, which has no address of its own` },
    serves: 'every contract account that takes this key',
    artefact(kind, hash, signature) {
      const [r, s] = [signature.subarray(0, 32), signature.subarray(32, 64)];
      const bytes = signature.slice(0, 64);
      const p256 = { hash: ethHex.encode(hash), r: ethHex.encode(r), s: ethHex.encode(s), x, y };
      return { kind, bytes, text: ethHex.encode(bytes), missingSigners: [], p256 };
    },
  };
}
