import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { Party, PartyIndex } from '../../keys/structure.ts';
import { signReady } from '../../session/ready.ts';
import { identitySecretOf, type ScenarioOptions, structureOf, TEST_CLUSTER } from '../../testing/fixtures.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import type { SimulationResult } from '../../testing/simulate.ts';
import { taggedHash } from '../../wire/hash.ts';
import { signStatement } from '../../wire/statement.ts';
import { bigintModExp } from '../arithmetic/bigintModExp.ts';
import type { ModExp } from '../arithmetic/modExp.ts';
import { type AuxParty, auxInfo } from '../auxInfo/auxInfo.ts';
import { type AuxSecrets, auxParametersOf } from '../auxInfo/auxSecrets.ts';
import { decodeAuxSecrets, encodeAuxSecrets } from '../auxInfo/auxSecretsCodec.ts';
import { type AuxDescriptor, auxHeader } from '../auxInfo/descriptor.ts';
import { type AuxCertificate, type AuxStatement, auxStatementType } from '../auxInfo/statement.ts';
import type { EcdsaSetting } from '../setting.ts';
import { testParty } from './parties.ts';
import { RememberingModExp } from './rememberingModExp.ts';
import { runSession } from './runSession.ts';
import { TEST_SETTING } from './settings.ts';

const ORDER = taggedHash('test/aux-order');
const GENERATION = taggedHash('test/aux-generation');
const NO_POLICY = new Uint8Array(32);

/** Runs remember each other's powers. In BigInt, unless a test has another engine for them. */
export const RUN_ENGINE: RememberingModExp = new RememberingModExp(bigintModExp);
/** Runs on short numbers. */
export const RUN_SETTING: EcdsaSetting = { ...TEST_SETTING, modExp: RUN_ENGINE };

/** What simulated nodes have beside their key shares, made once for each engine: checking primes takes a while. */
const SECRETS = new WeakMap<ModExp, Map<string, AuxSecrets>>();

export function auxSecretsOfNode(index: PartyIndex, setting: EcdsaSetting = RUN_SETTING): AuxSecrets {
  const made = SECRETS.get(setting.modExp) ?? new Map<string, AuxSecrets>();
  SECRETS.set(setting.modExp, made);
  const name = `${setting.profile.name} ${index}`;
  const secrets = made.get(name) ?? testParty(setting, index);
  made.set(name, secrets);
  // Those that draw from pools are a session's own, as nodes open them.
  return setting.randomizers ? decodeAuxSecrets(setting, encodeAuxSecrets(secrets)) : secrets;
}

export interface SimulatedAux {
  readonly descriptor: AuxDescriptor;
  readonly outcomes: SimulationResult<AuxCertificate>;
}

/** One aux ceremony of these parties, reproducible by its seed. */
export function simulateAux(
  parties: readonly Party[],
  seed: string,
  options: ScenarioOptions = {},
  setting: EcdsaSetting = RUN_SETTING,
): SimulatedAux {
  const descriptor = auxDescriptorOf(parties, seed, setting);
  const header = auxHeader(descriptor);
  const identities = identitiesOfParties(parties.map(({ index }) => index));
  const outcomes = runSession(
    parties.map(({ index }) => index),
    header,
    seed,
    options,
    (self, own) => {
      const party: AuxParty = {
        header,
        orderHash: ORDER,
        parties,
        setting,
        self,
        secrets: auxSecretsOfNode(self, setting),
        identities,
        identitySecret: identitySecretOf(self),
      };
      return auxInfo(party, own);
    },
  );
  return { descriptor, outcomes };
}

/** What the parties of a simulated ceremony agreed on. */
export function auxDescriptorOf(
  parties: readonly Party[],
  seed: string,
  { profile }: EcdsaSetting = RUN_SETTING,
): AuxDescriptor {
  const random = seededRandom(seed);
  const about = { cluster: TEST_CLUSTER, key: GENERATION, subject: ORDER };
  const readies = parties.map(({ index: party }) =>
    signReady({ ...about, party, nonce: random(32), policyHash: NO_POLICY }, identitySecretOf(party)),
  );
  return {
    version: 1,
    cluster: TEST_CLUSTER,
    generation: GENERATION,
    epoch: 1,
    orderHash: ORDER,
    profile: profile.name,
    parties,
    readies,
  };
}

const NODES = structureOf('ecdsa-p256', [5, [1, 2, 3, 4, 5]]).parties;
const FULL_NODES = NODES.slice(0, 3);

/** What an aux ceremony of the nodes 1 to 5 (of full length 1 to 3) ends with, without running it. */
export function auxOf(setting: EcdsaSetting = RUN_SETTING): AuxCertificate {
  const parties = setting.profile === TEST_SETTING.profile ? NODES : FULL_NODES;
  const statement: AuxStatement = {
    cluster: TEST_CLUSTER,
    key: GENERATION,
    epoch: 1,
    session: taggedHash('test/aux-session'),
    orderHash: ORDER,
    profile: setting.profile.name,
    parties,
    parameters: parties.map(({ index }) => auxParametersOf(auxSecretsOfNode(index, setting))),
    rid: taggedHash('test/rid'),
  };
  return certifiedAux(statement, identitySecretOf);
}

/** An aux certificate of all parties, whatever it states. */
export function certifiedAux(statement: AuxStatement, secretOf: (party: PartyIndex) => Uint8Array): AuxCertificate {
  const signatures = statement.parties.map(({ index: party }) => ({
    party,
    signature: signStatement(auxStatementType, statement, secretOf(party)),
  }));
  return { statement, signatures };
}

function identitiesOfParties(parties: readonly PartyIndex[]): ReadonlyMap<PartyIndex, Uint8Array> {
  return new Map(parties.map((party) => [party, secp256k1.getPublicKey(identitySecretOf(party))]));
}
