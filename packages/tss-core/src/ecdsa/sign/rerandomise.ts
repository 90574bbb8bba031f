import { RequestRejected, SessionStalled } from '../../errors.ts';
import type { Element, Group } from '../../groups/ciphersuite.ts';
import { coordinateOf, integerOf } from '../../groups/ecdsaHolds.ts';
import { encodeCbor, uint } from '../../wire/codec.ts';
import { taggedHash } from '../../wire/hash.ts';
import type { EcdsaGroup } from '../ecdsaGroup.ts';
import { presignaturePoints } from '../presign/presignaturePoints.ts';
import type { PresignatureStatement } from '../presign/statement.ts';

/** What is signed, and where. */
export interface SigningRequest {
  /** The signing session's id, which holds 32 fresh bytes of every signer. */
  readonly session: Uint8Array;
  /** Which message of the session it is. */
  readonly index: number;
  /** The digest, 32 bytes. */
  readonly message: Uint8Array;
  /** τ: the key that signs is X + τ·G. */
  readonly tweak: bigint;
}

/** All that is public about one signature before its shares are there; every signer derives the same. */
export interface SigningPackage {
  /** ρ. */
  readonly rho: bigint;
  /** R = ρ·Γ. */
  readonly R: Element;
  /** x(R) mod q. */
  readonly r: bigint;
  readonly m: bigint;
  readonly tau: bigint;
  /** v of a signature with this R and s as it is. */
  readonly recovery: number;
}

/**
 * Rule 17: the nonce of a presignature is multiplied by ρ = H(session, index, X, τ, m, Γ), which nobody can foretell
 * before the request is fixed. Otherwise whoever knows r beforehand chooses m and τ to match (Groth & Shoup, ePrint
 * 2021/1330; CVE-2025-66017; attack 5). Derivation and analysis: docs/decisions/0010-cggmp24.md.
 * Throws RequestRejected for what is no digest, SessionStalled for ρ = 0 or r = 0 (attack 30).
 */
export function signingPackage(
  { setting, publicKey }: EcdsaGroup,
  statement: PresignatureStatement,
  { session, index, message, tweak }: SigningRequest,
): SigningPackage {
  const { group } = setting;
  const m = checkDigest(group, message);
  const hashed = taggedHash(
    'quorate/ecdsa/rerandomise/1',
    session,
    encodeCbor(uint(), index),
    group.encodeElement(publicKey.groupKey),
    group.encodeScalar(tweak),
    message,
    statement.Gamma,
  );
  const rho = publicKey.suite.H1(hashed);
  if (rho === 0n) throw new SessionStalled('ρ is zero, which no presignature survives', []);
  const R = presignaturePoints(group, statement).Gamma.multiplyUnsafe(rho);
  const { r, recovery } = coordinateOf(setting.group.order, group.encodeElement(R));
  if (r === 0n) throw new SessionStalled('r is zero, which no presignature survives', []);
  return { rho, R, r, m, tau: tweak, recovery };
}

/**
 * Throws RequestRejected for what is no digest. Zero is refused: no document has it, and Σ σ_j would be r·x/γ alone.
 * @returns the digest as an integer mod q
 */
export function checkDigest(group: Group, message: Uint8Array): bigint {
  if (message.length !== 32) {
    throw new RequestRejected('wrong-message', `ECDSA signs digests of 32 bytes, this one has ${message.length}.`);
  }
  const m = group.reduce(integerOf(message));
  if (m === 0n) throw new RequestRejected('wrong-message', 'A digest of zero is not signed.');
  return m;
}
