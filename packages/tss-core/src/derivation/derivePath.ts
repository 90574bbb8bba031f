import { bytesToNumberBE } from '@noble/curves/utils.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Ciphersuite, Element } from '../groups/ciphersuite.ts';
import { checkPath } from './path.ts';

/** A public key with its chain code, somewhere below a key: `point` is X + tweak·G. */
export interface ExtendedKey {
  readonly point: Element;
  /** 32 bytes. */
  readonly chainCode: Uint8Array;
  /** What this key's discrete logarithm has more than X's. Public: whoever knows X and its chain code computes it. */
  readonly tweak: bigint;
}

const CHAIN_CODE_LENGTH = 32;

/**
 * The key at `path` below the key (X, chain code), by public derivation: BIP-32's CKDpub on secp256k1, SLIP-10's on P-256.
 * Throws RequestRejected where there is none, see `checkPath`.
 */
export function derivePath(
  suite: Ciphersuite,
  groupKey: Element,
  chainCode: Uint8Array,
  path: readonly number[],
): ExtendedKey {
  checkPath(suite.id, path);
  if (chainCode.length !== CHAIN_CODE_LENGTH) throw new RangeError(`a chain code has ${CHAIN_CODE_LENGTH} bytes`);
  const root: ExtendedKey = { point: groupKey, chainCode, tweak: 0n };
  return path.reduce((parent, index) => deriveChild(suite, parent, index), root);
}

/**
 * SLIP-10, public parent key → public child key: I = HMAC-SHA512(chain code, point ‖ index); the child is I_L·G + point
 * with chain code I_R. Where I_L ≥ n or the child is the identity, it is retried with 0x01 ‖ I_R ‖ index: on P-256 once in
 * 2^32 children. (BIP-32 gives such an index up; on secp256k1 that is once in 2^127.)
 */
function deriveChild({ group }: Ciphersuite, parent: ExtendedKey, index: number): ExtendedKey {
  const suffix = bigEndian(index);
  let data = concatBytes(group.encodeElement(parent.point), suffix);
  for (;;) {
    const I = hmac(sha512, parent.chainCode, data);
    const [left, chainCode] = [bytesToNumberBE(I.subarray(0, CHAIN_CODE_LENGTH)), I.slice(CHAIN_CODE_LENGTH)];
    if (left < group.order) {
      const point = parent.point.add(group.generator.multiplyUnsafe(left));
      if (!point.is0()) return { point, chainCode, tweak: group.reduce(parent.tweak + left) };
    }
    data = concatBytes(Uint8Array.of(1), chainCode, suffix);
  }
}

function bigEndian(index: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, index);
  return bytes;
}
