import { RequestRejected } from '../../errors.ts';
import type { CertificateSignature } from '../../keys/certificate.ts';
import { type Party, type PartyIndex, partyCodec, partyIndexCodec } from '../../keys/structure.ts';
import { bytes, type Codec, list, struct, text, uint } from '../../wire/codec.ts';
import type { SessionHeader } from '../../wire/envelope.ts';
import { type StatementType, statementHash, verifyStatement } from '../../wire/statement.ts';
import { natural } from '../arithmetic/encoding.ts';

/** What one party contributes to an aux generation. */
export interface AuxParameters {
  /** Its Paillier–Blum modulus. */
  readonly N: bigint;
  /** The modulus of its ring-Pedersen parameters (N̂, s, t), which is another one (Fig. 7). */
  readonly Nhat: bigint;
  readonly s: bigint;
  readonly t: bigint;
}

/**
 * One aux generation: Paillier and ring-Pedersen parameters of every party of a set, made once and used by all ECDSA
 * keys of these parties. In its session header the generation's own id stands where a key's id would.
 */
export interface AuxStatement extends SessionHeader {
  readonly orderHash: Uint8Array;
  /** Name of the profile that fixes all lengths. */
  readonly profile: string;
  /** Strictly ascending by index, distinct nodes. */
  readonly parties: readonly Party[];
  /** One per party, in the same order. */
  readonly parameters: readonly AuxParameters[];
  /** Drawn jointly. 32 bytes. */
  readonly rid: Uint8Array;
}

/** Holds only with the signature of every party. */
export interface AuxCertificate {
  readonly statement: AuxStatement;
  /** Ascending by party. */
  readonly signatures: readonly CertificateSignature[];
}

/** Everybody proves to everybody. Of more parties, what convicts one would not fit the limit of evidence. */
export const MAX_AUX_PARTIES = 20;
/** The largest encoded certificate: four numbers of every party. */
export const MAX_AUX_CERTIFICATE_BYTES: number = 1 << 16;

/** Longer than every profile's moduli. Exact lengths are judged, not decoded. */
const MAX_MODULUS_BITS = 4096;
const number = natural(MAX_MODULUS_BITS);

export const auxParametersCodec: Codec<AuxParameters> = struct<AuxParameters>({
  N: number,
  Nhat: number,
  s: number,
  t: number,
});

/** Decoding checks shapes and sizes. */
export const auxPartiesCodec: Codec<readonly Party[]> = list(partyCodec, { min: 2, max: MAX_AUX_PARTIES });

const auxStatementCodec: Codec<AuxStatement> = struct<AuxStatement>({
  cluster: bytes(32),
  key: bytes(32),
  epoch: uint(0xffffffff),
  session: bytes(32),
  orderHash: bytes(32),
  profile: text(32),
  parties: auxPartiesCodec,
  parameters: list(auxParametersCodec, { min: 2, max: MAX_AUX_PARTIES }),
  rid: bytes(32),
});

export const auxStatementType: StatementType<AuxStatement> = {
  tag: 'quorate/aux-certificate/1',
  codec: auxStatementCodec,
};

/** Decoding checks shapes and sizes; `verifyAuxCertificate` checks what it says. */
export const auxCertificateCodec: Codec<AuxCertificate> = struct<AuxCertificate>({
  statement: auxStatementCodec,
  signatures: list(struct<CertificateSignature>({ party: partyIndexCodec, signature: bytes(64) }), {
    min: 2,
    max: MAX_AUX_PARTIES,
  }),
});

/** The aux generation as descriptors name it and every proof binds it: a hash of all (identity, N, N̂, s, t). 32 bytes. */
export function auxGenerationOf(statement: AuxStatement): Uint8Array {
  return statementHash(auxStatementType, statement);
}

/**
 * Throws RequestRejected unless every party signed the statement.
 * @param identities identity keys (33 bytes) of its parties, from a cluster file one trusts
 */
export function verifyAuxCertificate(
  { statement, signatures }: AuxCertificate,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
): void {
  const { parties, parameters } = statement;
  if (parameters.length !== parties.length) throw invalid('it does not have the parameters of each of its parties');
  if (!isAscending(parties)) throw invalid('its parties are not in ascending order without repetition');
  if (signatures.length !== parties.length || signatures.some(({ party }, i) => party !== parties[i]?.index)) {
    throw invalid('it must carry the signature of each of its parties, in order');
  }
  for (const { party, signature } of signatures) {
    const identity = identities.get(party);
    if (!identity) throw invalid(`party ${party} is unknown to the cluster file`);
    if (!verifyStatement(auxStatementType, statement, signature, identity)) {
      throw invalid(`the signature of party ${party} does not verify`);
    }
  }
}

/** Whether every party of a key is, under the same index, the same node of the generation (attack 14). */
export function servesParties({ parties: made }: Pick<AuxStatement, 'parties'>, parties: readonly Party[]): boolean {
  return parties.every((party) => made.some(({ index, node }) => index === party.index && node === party.node));
}

/** Strictly ascending by index, and no node twice. */
export function isAscending(parties: readonly Party[]): boolean {
  const ascending = parties.every(({ index }, i) => i === 0 || index > (parties[i - 1]?.index ?? 0));
  return ascending && new Set(parties.map(({ node }) => node)).size === parties.length;
}

function invalid(what: string): RequestRejected {
  return new RequestRejected('invalid-aux-certificate', `The aux certificate is not valid: ${what}.`);
}
