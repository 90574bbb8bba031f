import type { Element } from '../groups/ciphersuite.ts';
import type { PartyIndex } from '../keys/structure.ts';
import type { SigningPackage } from './signingPackage.ts';

/** RFC 9591 §5.4 verify_signature_share: z_i·G = ±(D_i + ρ_i·E_i) + c·(±W_i), with W_i = w_i·G. */
export function verifyShare(
  signing: SigningPackage,
  party: PartyIndex,
  additiveVerifyingShare: Element,
  signatureShare: bigint,
): boolean {
  const { group } = signing.suite;
  const factors = signing.factorsOf(party);
  const { hiding, binding } = signing.commitmentOf(party);
  const bound = group.multiScalarMultiply([binding, additiveVerifyingShare], [factors.binding, factors.share]);
  // ±1: no multiplication.
  const hidden = factors.hiding === 1n ? hiding : hiding.negate();
  return group.generator.multiplyUnsafe(signatureShare).equals(hidden.add(bound));
}
