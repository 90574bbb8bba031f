import type { Party, PartyIndex } from '../../keys/structure.ts';
import { partyIndexCodec } from '../../keys/structure.ts';
import { decodeBody } from '../../protocol/protocol.ts';
import { encodeCbor } from '../../wire/codec.ts';
import type { Envelope, SessionHeader } from '../../wire/envelope.ts';
import { taggedHash } from '../../wire/hash.ts';
import { isUnit } from '../arithmetic/divisibility.ts';
import { bitLength } from '../arithmetic/integers.ts';
import type { EcdsaProfile } from '../parameters.ts';
import type { RingPedersen } from '../pedersen/ringPedersen.ts';
import type { ProofContext } from '../proofs/context.ts';
import { verifyFac } from '../proofs/fac/verifyFac.ts';
import type { ModProof } from '../proofs/mod/mod.ts';
import { verifyMod } from '../proofs/mod/verifyMod.ts';
import { verifyPrm } from '../proofs/prm/verifyPrm.ts';
import type { EcdsaSetting } from '../setting.ts';
import { type Contribution, contributionCodec, ProveFactors } from './messages.ts';
import { paillierOf, parametersOf, pedersenOf } from './publicKeys.ts';
import { type AuxParameters, type AuxStatement, auxGenerationOf } from './statement.ts';

/** What identifies one run of the ceremony. */
export interface AuxContext {
  readonly header: SessionHeader;
  readonly orderHash: Uint8Array;
  readonly parties: readonly Party[];
}

/** V_i = H(session, i, contribution): what round 1 commits to. */
export function contributionHash(
  setting: EcdsaSetting,
  { header }: AuxContext,
  party: PartyIndex,
  contribution: Contribution,
): Uint8Array {
  const index = encodeCbor(partyIndexCodec, party);
  const encoded = encodeCbor(contributionCodec(setting), contribution);
  return taggedHash('quorate/aux-commitment/1', header.session, index, encoded);
}

/** The generation as the contributions of all parties make it, fixed once round 2 is over. */
export function auxStatement(
  { profile }: EcdsaSetting,
  { header, orderHash, parties }: AuxContext,
  contributions: ReadonlyMap<PartyIndex, Contribution>,
): AuxStatement {
  const given = parties.map(({ index }) => {
    const contribution = contributions.get(index);
    if (!contribution) throw new RangeError(`no contribution of party ${index}`);
    return contribution;
  });
  const rid = taggedHash('quorate/aux-rid/1', header.session, ...given.map((contribution) => contribution.rid));
  const parameters = given.map((contribution) => contribution.parameters);
  return { ...header, orderHash, profile: profile.name, parties, parameters, rid };
}

/** Πprm is made before the generation is fixed, and stands in the session alone. */
export function prmContext({ header }: AuxContext, prover: PartyIndex): ProofContext {
  const auxGeneration = taggedHash('quorate/aux-unfixed/1', header.session);
  return { session: header.session, auxGeneration, round: 1, slot: 'prm', prover, verifier: 'all' };
}

/** Πmod and Πfac are bound to rid and to everybody's parameters. */
export function modContext(statement: AuxStatement, prover: PartyIndex): ProofContext {
  const auxGeneration = auxGenerationOf(statement);
  return { session: statement.session, auxGeneration, round: 3, slot: 'mod', prover, verifier: 'all' };
}

export function facContext(statement: AuxStatement, prover: PartyIndex, verifier: PartyIndex): ProofContext {
  const auxGeneration = auxGenerationOf(statement);
  return { session: statement.session, auxGeneration, round: 3, slot: 'fac', prover, verifier };
}

/** What is wrong with a contribution, if anything. */
export function judgeContribution(
  setting: EcdsaSetting,
  context: AuxContext,
  party: PartyIndex,
  { parameters, prm }: Contribution,
): 'invalid-parameters' | 'invalid-proof' | undefined {
  if (!areParameters(setting.profile, parameters)) return 'invalid-parameters';
  const pedersen = pedersenOf(setting, parameters);
  return verifyPrm(setting, prmContext(context, party), { pedersen }, prm) ? undefined : 'invalid-proof';
}

/**
 * Attacks 24 and 26, what needs no proof: two different odd moduli of exactly the profile's length, and s, t units that
 * are neither 1 nor −1.
 */
export function areParameters({ modulusBits }: EcdsaProfile, { N, Nhat, s, t }: AuxParameters): boolean {
  const isModulus = (modulus: bigint) => bitLength(modulus) === modulusBits && modulus % 2n === 1n;
  const isBase = (base: bigint) => isUnit(base, Nhat) && base !== 1n && base !== Nhat - 1n;
  return isModulus(N) && isModulus(Nhat) && N !== Nhat && isBase(s) && isBase(t);
}

export function modulusProofHolds(
  setting: EcdsaSetting,
  statement: AuxStatement,
  prover: PartyIndex,
  proof: ModProof,
): boolean {
  const { N } = parametersOf(statement, prover);
  return verifyMod(setting, modContext(statement, prover), { N }, proof);
}

/**
 * Whether the direct envelope of round 3 holds a Πfac of its sender for its receiver.
 * @param pedersen the receiver's parameters, where it has its secret ones
 */
export function factorProofHolds(
  setting: EcdsaSetting,
  statement: AuxStatement,
  verifier: PartyIndex,
  envelope: Envelope,
  pedersen: RingPedersen = pedersenOf(setting, parametersOf(statement, verifier)),
): boolean {
  const proof = decodeBody(ProveFactors(setting), envelope);
  if (proof === undefined) return false;
  const N0 = paillierOf(setting, parametersOf(statement, envelope.from));
  return verifyFac(setting, facContext(statement, envelope.from, verifier), { N0, pedersen }, proof);
}
