import type { Random } from '../../bytes.ts';
import { derivePath } from '../../derivation/derivePath.ts';
import type { KeygenResult } from '../../keygen/keygen.ts';
import { publicKeyPackage } from '../../keys/publicKeyPackage.ts';
import type { Assignment, EcdsaSchemeId, KeyStructure, PartyIndex } from '../../keys/structure.ts';
import { type SigningDescriptor, signingSessionId } from '../../session/descriptor.ts';
import { signReady } from '../../session/ready.ts';
import type { Reservation } from '../../session/reservation.ts';
import { signersOf } from '../../sharing/assignment.ts';
import {
  identitiesOf,
  identitySecretOf,
  keygenResults,
  type QuorumSketch,
  type ScenarioOptions,
  simulateKeygen,
  structureOf,
} from '../../testing/fixtures.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import type { SimulationResult } from '../../testing/simulate.ts';
import type { SessionHeader } from '../../wire/envelope.ts';
import { taggedHash } from '../../wire/hash.ts';
import { type AuxCertificate, auxGenerationOf } from '../auxInfo/statement.ts';
import { type EcdsaGroup, ecdsaGroup } from '../ecdsaGroup.ts';
import { type PresignDescriptor, presignHeader, presignSubject } from '../presign/descriptor.ts';
import { type EcdsaParty, presign } from '../presign/presign.ts';
import type { Presignature } from '../presign/presignature.ts';
import type { RandomizerPools } from '../randomizers/randomizerPools.ts';
import type { EcdsaSetting } from '../setting.ts';
import { ecdsaSignInteractively, ecdsaSignPrepared } from '../sign/ecdsaSign.ts';
import { presignatureReservation } from '../stock/namedPresignature.ts';
import { type Crook, crookedPresign } from './crookedPresign.ts';
import { runSession } from './runSession.ts';
import { auxOf, auxSecretsOfNode, RUN_SETTING } from './simulateAux.ts';

export { anyResult, resultsOf } from '../../testing/results.ts';
export { auxSecretsOfNode, certifiedAux, RUN_ENGINE, RUN_SETTING, simulateAux } from './simulateAux.ts';

const NO_POLICY = new Uint8Array(32);

/** A finished ECDSA key with a finished aux generation of its parties. */
export interface EcdsaKey {
  readonly structure: KeyStructure;
  readonly keygen: ReadonlyMap<PartyIndex, KeygenResult>;
  readonly aux: AuxCertificate;
  readonly setting: EcdsaSetting;
}

export function ecdsaKey(
  scheme: EcdsaSchemeId,
  quorums: readonly QuorumSketch[],
  setting: EcdsaSetting = RUN_SETTING,
): EcdsaKey {
  const structure = structureOf(scheme, ...quorums);
  const keygen = keygenResults(simulateKeygen(structure, `key of ${scheme}`));
  return { structure, keygen, aux: auxOf(setting), setting };
}

export function groupOf({ keygen, aux, setting }: EcdsaKey, assignment: Assignment): EcdsaGroup {
  const { group: _, ...engine } = setting;
  return ecdsaGroup(certificateOf(keygen).statement, aux.statement, assignment, engine);
}

export interface SimulatedPresign {
  readonly descriptor: PresignDescriptor;
  readonly outcomes: SimulationResult<Presignature>;
}

export type PresignOptions = ScenarioOptions & {
  readonly crooks?: ReadonlyMap<PartyIndex, Crook>;
  /** Random bytes that are none, for a party that is to draw a certain number. */
  rig?(party: PartyIndex, random: Random): Random;
  /** What a party has prepared. */
  readonly pools?: ReadonlyMap<PartyIndex, RandomizerPools>;
};

/** One presigning by the parties of the assignment, reproducible by its seed. */
export function simulatePresign(
  key: EcdsaKey,
  assignment: Assignment,
  seed: string,
  options: PresignOptions = {},
): SimulatedPresign {
  const { statement } = certificateOf(key.keygen);
  const random = seededRandom(seed);
  const about = {
    version: 1,
    cluster: statement.cluster,
    key: statement.key,
    groupKey: statement.groupKey,
    scheme: statement.structure.scheme,
    epoch: statement.epoch,
    auxGeneration: auxGenerationOf(key.aux.statement),
    assignment,
    index: 0,
  } as const;
  const ready = { cluster: statement.cluster, key: statement.key, subject: presignSubject(about) };
  const readies = signersOf(assignment).map((party) =>
    signReady({ ...ready, party, nonce: random(32), policyHash: NO_POLICY }, identitySecretOf(party)),
  );
  const descriptor: PresignDescriptor = { ...about, readies };
  const header = presignHeader(descriptor);
  const outcomes = runSession(signersOf(assignment), header, seed, options, (self, own) => {
    const randomizers = options.pools?.get(self);
    const setting = randomizers ? { ...key.setting, randomizers } : key.setting;
    const party = partyOf({ ...key, setting }, assignment, header, self);
    const crook = options.crooks?.get(self);
    const drawn = options.rig?.(self, own) ?? own;
    return crook ? crookedPresign(party, crook, drawn) : presign(party, drawn);
  });
  return { descriptor, outcomes };
}

export interface SimulatedEcdsa {
  readonly descriptor: SigningDescriptor;
  readonly outcomes: SimulationResult<Uint8Array>;
}

/** The key that signs may be a child of the certified one, and hash as no key does. */
export type SigningOptions = ScenarioOptions & {
  readonly path?: readonly number[];
  /** H1, which gives ρ. */
  readonly rho?: bigint;
};

/** Online signing with the presignature of every signer. */
export function simulateEcdsaSign(
  key: EcdsaKey,
  assignment: Assignment,
  presignatures: ReadonlyMap<PartyIndex, Presignature>,
  message: Uint8Array,
  seed: string,
  options: SigningOptions = {},
): SimulatedEcdsa {
  const descriptor = ecdsaDescriptor(key, assignment, message, seed, options, (party) => {
    const presignature = presignatures.get(party);
    return presignature ? presignatureReservation(presignature.id) : null;
  });
  const header = signingHeader(descriptor);
  const tweak = tweakOf(key, options);
  const outcomes = runSession(signersOf(assignment), header, seed, options, (self) => {
    const presignature = presignatures.get(self);
    if (!presignature) throw new Error(`party ${self} has no presignature`);
    return ecdsaSignPrepared(withRho(groupOf(key, assignment), options), presignature, descriptor, tweak);
  });
  return { descriptor, outcomes };
}

function withRho(group: EcdsaGroup, { rho }: SigningOptions): EcdsaGroup {
  if (rho === undefined) return group;
  const suite = { ...group.publicKey.suite, H1: () => rho };
  return { ...group, publicKey: { ...group.publicKey, suite } };
}

/** Presigning and signing in one session. */
export function simulateInteractive(
  key: EcdsaKey,
  assignment: Assignment,
  message: Uint8Array,
  seed: string,
  options: SigningOptions = {},
): SimulatedEcdsa {
  const descriptor = ecdsaDescriptor(key, assignment, message, seed, options, () => null);
  const header = signingHeader(descriptor);
  const request = { index: 0, message, tweak: tweakOf(key, options) };
  const outcomes = runSession(signersOf(assignment), header, seed, options, (self, own) =>
    ecdsaSignInteractively(partyOf(key, assignment, header, self), request, own),
  );
  return { descriptor, outcomes };
}

function ecdsaDescriptor(
  key: EcdsaKey,
  assignment: Assignment,
  message: Uint8Array,
  seed: string,
  { path = [] }: SigningOptions,
  reservationOf: (party: PartyIndex) => Reservation | null,
): SigningDescriptor {
  const { statement } = certificateOf(key.keygen);
  const random = seededRandom(`${seed} signing`);
  const requestHash = taggedHash('test/request', message);
  const about = { cluster: statement.cluster, key: statement.key, subject: requestHash };
  const readies = signersOf(assignment).map((party) => {
    const ready = { ...about, party, nonce: random(32), policyHash: NO_POLICY, reservation: reservationOf(party) };
    return signReady(ready, identitySecretOf(party));
  });
  return {
    version: 1,
    cluster: statement.cluster,
    key: statement.key,
    groupKey: statement.groupKey,
    scheme: statement.structure.scheme,
    epoch: statement.epoch,
    auxGeneration: auxGenerationOf(key.aux.statement),
    requestHash,
    messages: [message],
    path,
    assignment,
    presignatures: readies.flatMap(({ reservation }) => (reservation ? [reservation] : [])),
    readies,
  };
}

/** τ of the child that signs. */
export function tweakOf({ keygen }: Pick<EcdsaKey, 'keygen'>, { path = [] }: SigningOptions): bigint {
  const { statement } = certificateOf(keygen);
  const { suite, groupKey } = publicKeyPackage(statement);
  return derivePath(suite, groupKey, statement.chainCode, path).tweak;
}

function signingHeader(descriptor: SigningDescriptor): SessionHeader {
  const { cluster, key, epoch } = descriptor;
  return { cluster, key, epoch, session: signingSessionId(descriptor) };
}

export function partyOf(
  key: EcdsaKey,
  assignment: Assignment,
  { session }: SessionHeader,
  self: PartyIndex,
): EcdsaParty {
  const result = key.keygen.get(self);
  if (!result) throw new Error(`party ${self} has no share`);
  return {
    group: groupOf(key, assignment),
    session,
    share: result.share,
    secrets: auxSecretsOfNode(self, key.setting),
    identities: identitiesOf(key.structure),
    identitySecret: identitySecretOf(self),
  };
}

export function certificateOf(keygen: ReadonlyMap<PartyIndex, KeygenResult>) {
  const [first] = keygen.values();
  if (!first) throw new Error('an empty keygen');
  return first.certificate;
}
