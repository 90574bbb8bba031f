import type { SigningPackage } from './signingPackage.ts';

/**
 * RFC 9591 §5.3 aggregate: z = Σ z_i, and c·tweak once where the output key is tweaked: signers do not
 * add it, since over several quorums their Lagrange coefficients do not sum to 1.
 * @param signatureShares one of every signer
 * @returns the encoded signature, not yet verified
 */
export function aggregate(signing: SigningPackage, signatureShares: Iterable<bigint>): Uint8Array {
  const { suite, key, challenge, groupCommitment } = signing;
  let z = suite.group.reduce(challenge * key.tweak);
  for (const share of signatureShares) z = suite.group.reduce(z + share);
  return suite.encodeSignature(groupCommitment, z);
}
