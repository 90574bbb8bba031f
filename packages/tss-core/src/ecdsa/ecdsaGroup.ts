import { equalBytes } from '../bytes.ts';
import { Bug, RequestRejected } from '../errors.ts';
import type { Element } from '../groups/ciphersuite.ts';
import type { KeyStatement } from '../keys/certificate.ts';
import { type PublicKeyPackage, publicKeyPackage } from '../keys/publicKeyPackage.ts';
import { type Assignment, isEcdsaScheme, type PartyIndex } from '../keys/structure.ts';
import { additiveVerifyingShare } from '../sharing/additiveShares.ts';
import { checkAssignment, signersOf } from '../sharing/assignment.ts';
import type { AuxSecrets } from './auxInfo/auxSecrets.ts';
import { type PublicKeys, publicKeysOf } from './auxInfo/publicKeys.ts';
import { type AuxStatement, auxGenerationOf, servesParties } from './auxInfo/statement.ts';
import { PaillierSecretKey } from './paillier/paillierSecretKey.ts';
import type { EcdsaProfile } from './parameters.ts';
import type { EcdsaEngine, EcdsaSetting } from './setting.ts';

/** A signer's public parameters. */
export interface SignerParameters extends PublicKeys {
  /** X_i = w_i·G with w_i = λ_{q,i}·x_{q,i}: what the paper calls the party's share of the key (appendix F). */
  readonly X: Element;
}

/** Every signer multiplies with every other, and blame takes a round for each. Of more, evidence would not fit its limit. */
export const MAX_ECDSA_SIGNERS = 10;

/** What is public about an ECDSA key, its aux generation and the signers of one session: enough to judge them. */
export interface EcdsaGroup {
  readonly setting: EcdsaSetting;
  readonly key: Pick<KeyStatement, 'cluster' | 'key' | 'epoch'>;
  readonly publicKey: PublicKeyPackage;
  readonly assignment: Assignment;
  readonly auxGeneration: Uint8Array;
  /** Ascending by party. */
  readonly signers: ReadonlyMap<PartyIndex, SignerParameters>;
}

/**
 * Signers for an ECDSA key with a verified certificate, under an aux generation with a verified certificate. Throws
 * RequestRejected if these may not sign for it, or the generation is not of these parties.
 */
export function ecdsaGroup(
  statement: KeyStatement,
  aux: AuxStatement,
  assignment: Assignment,
  engine: EcdsaEngine,
): EcdsaGroup {
  const { scheme } = statement.structure;
  if (!isEcdsaScheme(scheme)) {
    throw new RequestRejected('wrong-scheme', `Keys of ${scheme} do not sign with ECDSA.`);
  }
  checkAssignment(statement.structure, assignment);
  if (signersOf(assignment).length > MAX_ECDSA_SIGNERS) {
    throw new RequestRejected('too-many-signers', `At most ${MAX_ECDSA_SIGNERS} parties sign together with ECDSA.`);
  }
  checkGeneration(statement, aux, engine.profile);
  const publicKey = publicKeyPackage(statement);
  const setting: EcdsaSetting = { group: publicKey.suite.group, ...engine };
  const { cluster, key, epoch } = statement;
  const signers = signersOf(assignment).map((party) => {
    const X = additiveVerifyingShare(setting.group, assignment, party, publicKey.commitments);
    return [party, { ...publicKeysOf(engine, aux, party), X }] as const;
  });
  return {
    setting,
    key: { cluster, key, epoch },
    publicKey,
    assignment,
    auxGeneration: auxGenerationOf(aux),
    signers: new Map(signers),
  };
}

/** The same group as one of its signers computes in it: with its own secrets in the place of its parameters. */
export function withSecrets(group: EcdsaGroup, self: PartyIndex, { paillier, pedersen }: AuxSecrets): EcdsaGroup {
  const own = signerOf(group, self);
  const samePedersen = (['modulus', 's', 't'] as const).every((name) => own.pedersen[name] === pedersen[name]);
  if (own.paillier.modulus !== paillier.modulus || !samePedersen) {
    throw new RequestRejected('wrong-aux-generation', 'The stored aux secrets are not of the aux generation named.');
  }
  return { ...group, signers: new Map(group.signers).set(self, { ...own, paillier, pedersen }) };
}

export function signerOf({ signers }: EcdsaGroup, party: PartyIndex): SignerParameters {
  const found = signers.get(party);
  if (!found) throw new RangeError(`party ${party} does not sign`);
  return found;
}

/** One's own Paillier key, in a group made by `withSecrets`. */
export function ownPaillier(group: EcdsaGroup, self: PartyIndex): PaillierSecretKey {
  const { paillier } = signerOf(group, self);
  if (!(paillier instanceof PaillierSecretKey)) throw new Bug(`the secrets of party ${self} are not here`);
  return paillier;
}

/** All signers but one, ascending: in this order stand what a signer says to each of the others. */
export function othersOf({ signers }: EcdsaGroup, party: PartyIndex): readonly PartyIndex[] {
  return [...signers.keys()].filter((other) => other !== party);
}

function checkGeneration(statement: KeyStatement, aux: AuxStatement, profile: EcdsaProfile): void {
  if (aux.profile !== profile.name) {
    throw new RequestRejected('wrong-aux-generation', `The aux generation has profile ${aux.profile}.`);
  }
  if (!equalBytes(aux.cluster, statement.cluster) || !servesParties(aux, statement.structure.parties)) {
    throw new RequestRejected('wrong-aux-generation', 'The aux generation is not of the parties of this key.');
  }
}
