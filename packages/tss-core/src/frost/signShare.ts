import { Bug } from '../errors.ts';
import type { PartyIndex } from '../keys/structure.ts';
import type { NoncePair } from './nonces.ts';
import type { SigningPackage } from './signingPackage.ts';

/**
 * RFC 9591 §5.2 sign: z_i = ±(d_i + ρ_i·e_i) + c·(±w_i). It takes an additive share, its Lagrange coefficient already
 * multiplied in. The nonces are used up even where this throws.
 */
export function signShare(
  signing: SigningPackage,
  party: PartyIndex,
  nonces: NoncePair,
  additiveShare: bigint,
): bigint {
  const { hiding, binding } = nonces.take();
  const { commitment } = nonces;
  const listed = signing.commitmentOf(party);
  // The RFC's MUST: with another's commitment under our name the share would fit nobody's nonces.
  if (!listed.hiding.equals(commitment.hiding) || !listed.binding.equals(commitment.binding)) {
    throw new Bug('the commitment list does not hold our own commitment');
  }
  const factors = signing.factorsOf(party);
  return signing.suite.group.reduce(
    factors.hiding * hiding + factors.binding * binding + factors.share * additiveShare,
  );
}
