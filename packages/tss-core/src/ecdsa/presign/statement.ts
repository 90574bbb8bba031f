import type { Element } from '../../groups/ciphersuite.ts';
import type { CertificateSignature } from '../../keys/certificate.ts';
import { type Assignment, assignmentCodec, type PartyIndex, partyIndexCodec } from '../../keys/structure.ts';
import { bytes, type Codec, list, struct, uint } from '../../wire/codec.ts';
import type { SessionHeader } from '../../wire/envelope.ts';
import { type StatementType, statementHash } from '../../wire/statement.ts';
import type { EcdsaGroup } from '../ecdsaGroup.ts';
import type { Opening } from './messages.ts';
import type { Said } from './view.ts';

/** What is public of one signer's part in a presignature. */
export interface PublicPart {
  readonly party: PartyIndex;
  /** Δ̃_j = δ⁻¹·Δ_j = k̃_j·Γ, encoded. */
  readonly Delta: Uint8Array;
  /** S̃_j = δ⁻¹·S_j = χ̃_j·Γ, encoded. */
  readonly S: Uint8Array;
}

/**
 * The public side of a presignature: all that it takes to judge a signature share made with it. Every signer signs it,
 * so a false share is proven by the statement and the share, without the presigning. Σ Δ̃_j = G and Σ S̃_j = X.
 */
export interface PresignatureStatement extends SessionHeader {
  readonly auxGeneration: Uint8Array;
  readonly assignment: Assignment;
  readonly Gamma: Uint8Array;
  /** Ascending by party. */
  readonly parts: readonly PublicPart[];
}

/** Holds only with the signature of every signer. */
export interface PresignatureCertificate {
  readonly statement: PresignatureStatement;
  /** Ascending by party. */
  readonly signatures: readonly CertificateSignature[];
}

const point = bytes(33);

const presignatureStatementCodec: Codec<PresignatureStatement> = struct<PresignatureStatement>({
  cluster: bytes(32),
  key: bytes(32),
  epoch: uint(0xffffffff),
  session: bytes(32),
  auxGeneration: bytes(32),
  assignment: assignmentCodec,
  Gamma: point,
  parts: list(struct<PublicPart>({ party: partyIndexCodec, Delta: point, S: point }), { min: 2, max: 255 }),
});

export const presignatureStatementType: StatementType<PresignatureStatement> = {
  tag: 'quorate/presignature/1',
  codec: presignatureStatementCodec,
};

/** Decoding checks shapes and sizes, not what it says. */
export const presignatureCertificateCodec: Codec<PresignatureCertificate> = struct<PresignatureCertificate>({
  statement: presignatureStatementCodec,
  signatures: list(struct<CertificateSignature>({ party: partyIndexCodec, signature: bytes(64) }), {
    min: 2,
    max: 255,
  }),
});

/** The name of a presignature, under which signers set it aside and session ids commit to it. 32 bytes. */
export function presignatureId(statement: PresignatureStatement): Uint8Array {
  return statementHash(presignatureStatementType, statement);
}

/** The statement that follows from rounds 2 and 3, once their sums hold. δ must not be zero. */
export function presignatureStatement(
  { setting, key, auxGeneration, assignment }: EcdsaGroup,
  session: Uint8Array,
  Gamma: Element,
  openings: Said<Opening>,
): PresignatureStatement {
  const { group } = setting;
  const inverse = group.invert(sumDelta(openings, group.order));
  const normal = (element: Element) => group.encodeElement(element.multiplyUnsafe(inverse));
  const parts = [...openings].map(([party, { Delta, S }]) => ({ party, Delta: normal(Delta), S: normal(S) }));
  return { ...key, session, auxGeneration, assignment, Gamma: group.encodeElement(Gamma), parts };
}

/** δ = Σ δ_j. */
export function sumDelta(openings: Said<Opening>, order: bigint): bigint {
  return [...openings.values()].reduce((sum, { delta }) => (sum + delta) % order, 0n);
}
