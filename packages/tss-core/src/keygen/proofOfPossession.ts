import { bytesToNumberBE } from '@noble/curves/utils.js';
import type { Random } from '../bytes.ts';
import type { Ciphersuite, Element } from '../groups/ciphersuite.ts';
import { type KeyStructure, type PartyIndex, partyIndexCodec, structureCodec } from '../keys/structure.ts';
import { bytes, encodeCbor, list, literal, struct, uint } from '../wire/codec.ts';
import type { SessionHeader } from '../wire/envelope.ts';
import { taggedHash } from '../wire/hash.ts';
import type { Proof } from './messages.ts';

/** What a proof of possession is bound to, so that it is worth nothing in another place (rule 7; attacks 7, 19). */
export interface PossessionContext {
  readonly header: SessionHeader;
  readonly structure: KeyStructure;
  readonly quorum: number;
  readonly dealer: PartyIndex;
  readonly identity: Uint8Array;
}

const statementCodec = struct({
  protocol: literal('quorate/keygen/possession/1'),
  cluster: bytes(32),
  key: bytes(32),
  session: bytes(32),
  epoch: uint(),
  structure: bytes(32),
  quorum: uint(),
  dealer: partyIndexCodec,
  identity: bytes(33),
  commitments: list(bytes({ max: 57 }), { max: 255 }),
  R: bytes({ max: 57 }),
});

/** Structures never change, and every proof of a ceremony is about the same one. */
const structureHashes = new WeakMap<KeyStructure, Uint8Array>();

function structureHash(structure: KeyStructure): Uint8Array {
  const hash =
    structureHashes.get(structure) ?? taggedHash('quorate/structure/1', encodeCbor(structureCodec, structure));
  structureHashes.set(structure, hash);
  return hash;
}

/** c over the context, the whole commitment vector and R. */
function challenge(
  suite: Ciphersuite,
  context: PossessionContext,
  commitments: readonly Element[],
  R: Element,
): bigint {
  const { header, structure, quorum, dealer, identity } = context;
  const statement = encodeCbor(statementCodec, {
    protocol: 'quorate/keygen/possession/1',
    cluster: header.cluster,
    key: header.key,
    session: header.session,
    epoch: header.epoch,
    structure: structureHash(structure),
    quorum,
    dealer,
    identity,
    commitments: commitments.map((commitment) => suite.group.encodeElement(commitment)),
    R: suite.group.encodeElement(R),
  });
  return suite.HDKG(statement);
}

/** Proves knowledge of the constant term behind commitments[0] (RFC 9591 has none; FROST, Komlo & Goldberg, Fig. 1 round 1 step 2). */
export function provePossession(
  suite: Ciphersuite,
  context: PossessionContext,
  secret: bigint,
  commitments: readonly Element[],
  random: Random,
): Proof {
  const { group } = suite;
  const k = group.randomScalar(random);
  const R = group.generator.multiply(k);
  const c = challenge(suite, context, commitments, R);
  return { R, z: group.reduce(k + c * secret) };
}

/** One dealer's proof of possession beside what it is about. */
export interface Possession {
  readonly context: PossessionContext;
  readonly commitments: readonly Element[];
  readonly proof: Proof;
}

/** Above 2^-128 chance of a false proof among true ones, a batch would be no check. */
const COEFFICIENT_BYTES = 16;

/**
 * Whether h·Σ ρ_i·(z_i·G − R_i − c_i·A_{i,0}) = 0 for random ρ_i and the cofactor h: then every z_i·G = R_i + c_i·A_{i,0}
 * up to points of small order, but with chance 2^-128 (rule 22d). Where it does not hold, `verifyPossession` tells whose.
 */
export function possessionsHold(suite: Ciphersuite, possessions: readonly Possession[], random: Random): boolean {
  const { group } = suite;
  let z = 0n;
  const points: Element[] = [];
  const scalars: bigint[] = [];
  for (const { context, commitments, proof } of possessions) {
    const [A0] = commitments;
    if (!A0) return false;
    const rho = 1n + bytesToNumberBE(random(COEFFICIENT_BYTES));
    z = group.reduce(z + rho * proof.z);
    points.push(proof.R, A0);
    scalars.push(rho, group.reduce(rho * challenge(suite, context, commitments, proof.R)));
  }
  const difference = group.generator.multiplyUnsafe(z).subtract(group.multiScalarMultiply(points, scalars));
  return difference.multiplyUnsafe(group.cofactor).is0();
}

/** Whether z·G = R + c·A_0. */
export function verifyPossession(
  suite: Ciphersuite,
  context: PossessionContext,
  commitments: readonly Element[],
  proof: Proof,
): boolean {
  const A0 = commitments[0];
  if (!A0) return false;
  const c = challenge(suite, context, commitments, proof.R);
  return suite.group.generator.multiplyUnsafe(proof.z).equals(proof.R.add(A0.multiplyUnsafe(c)));
}
