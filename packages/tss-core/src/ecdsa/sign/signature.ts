import { concatBytes } from '@noble/hashes/utils.js';
import type { Group } from '../../groups/ciphersuite.ts';
import type { SigningPackage } from './rerandomise.ts';

/**
 * r ‖ s ‖ v from the sum of all shares. Of s and −s, which both verify, it takes the lower, and with −s the other R
 * (attack 32). Undefined if s is zero.
 */
export function assembleSignature(
  group: Group,
  { r, recovery }: SigningPackage,
  shares: readonly bigint[],
): Uint8Array | undefined {
  const s = shares.reduce((sum, share) => group.reduce(sum + share), 0n);
  if (s === 0n) return undefined;
  const isHigh = s > group.order / 2n;
  return concatBytes(
    group.encodeScalar(r),
    group.encodeScalar(isHigh ? group.order - s : s),
    Uint8Array.of(isHigh ? recovery ^ 1 : recovery),
  );
}
