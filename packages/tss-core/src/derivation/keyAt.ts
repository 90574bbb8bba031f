import type { KeyStatement } from '../keys/certificate.ts';
import { type PublicKeyPackage, publicKeyPackage } from '../keys/publicKeyPackage.ts';
import { derivePath } from './derivePath.ts';

/**
 * The key at `path` below a certified key: what signs with this package verifies under the child's public key, and for
 * taproot pays to the child's BIP-86 address. Its `groupKey` is the child's internal key.
 *
 * Shares and their commitments stay the parent's. No party ever holds a child's share, which with the public tweak would
 * be the parent's (attack 23): the tweak enters once, at aggregation, as taproot's own does.
 *
 * Throws RequestRejected where there is no such child, see `checkPath`.
 */
export function keyAt(statement: KeyStatement, path: readonly number[]): PublicKeyPackage {
  const parent = publicKeyPackage(statement);
  const { suite, groupKey } = parent;
  const { point, tweak } = derivePath(suite, groupKey, statement.chainCode, path);
  if (path.length === 0) return parent;
  const { sign, tweak: own, ...output } = suite.signingKey(point);
  // The output key's logarithm is sign·(x + tweak) + own.
  return { ...parent, groupKey: point, signingKey: { ...output, sign, tweak: suite.group.reduce(sign * tweak + own) } };
}

/** The encoded public key of a certified key, or of its child at `path`: see `SigningKey`. Throws as `keyAt` does. */
export function publicKeyAt(statement: KeyStatement, path: readonly number[]): Uint8Array {
  return keyAt(statement, path).signingKey.publicKey;
}
