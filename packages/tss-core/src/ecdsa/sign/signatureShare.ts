import type { PartyIndex } from '../../keys/structure.ts';
import type { EcdsaGroup } from '../ecdsaGroup.ts';
import type { PresignatureSecrets } from '../presign/presignature.ts';
import { presignaturePoints } from '../presign/presignaturePoints.ts';
import type { PresignatureStatement } from '../presign/statement.ts';
import { sumOf } from '../proofs/points.ts';
import type { SigningPackage } from './rerandomise.ts';

/** σ_j = ρ⁻¹·(m·k̃_j + r·(χ̃_j + τ·k̃_j)). */
export function signatureShare(
  { setting }: EcdsaGroup,
  { rho, r, m, tau }: SigningPackage,
  { k, chi }: PresignatureSecrets,
): bigint {
  const { group } = setting;
  return group.reduce(group.invert(rho) * group.reduce(m * k + r * group.reduce(chi + tau * k)));
}

/** Whether ρσ_j·Γ = (m + rτ)·Δ̃_j + r·S̃_j, judged from the statement that the signer itself signed. */
export function shareHolds(
  { setting }: EcdsaGroup,
  { R, r, m, tau }: SigningPackage,
  statement: PresignatureStatement,
  party: PartyIndex,
  sigma: bigint,
): boolean {
  const { group } = setting;
  const part = presignaturePoints(group, statement).parts.get(party);
  if (!part) return false;
  return sumOf(group, [sigma, R]).equals(sumOf(group, [m + r * tau, part.Delta], [r, part.S]));
}
