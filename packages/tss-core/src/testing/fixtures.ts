import type { Random } from '../bytes.ts';
import type { TrustedIdentities } from '../evidence/verifyEvidence.ts';
import { frostSign } from '../frost/frostSign.ts';
import { signingGroup } from '../frost/signingGroup.ts';
import { type KeygenResult, keygen } from '../keygen/keygen.ts';
import type { KeyCertificate } from '../keys/certificate.ts';
import { type Assignment, type KeyStructure, type PartyIndex, partyIndex, type SchemeId } from '../keys/structure.ts';
import type { Protocol } from '../protocol/protocol.ts';
import {
  type KeygenDescriptor,
  keygenSessionId,
  type SigningDescriptor,
  signingSessionId,
} from '../session/descriptor.ts';
import { signReady } from '../session/ready.ts';
import { signersOf } from '../sharing/assignment.ts';
import type { SessionHeader } from '../wire/envelope.ts';
import { taggedHash } from '../wire/hash.ts';
import { type Cheat, cheating, honestNetwork } from './cheating.ts';
import { identityKeyOf } from './identityKeys.ts';
import type { Staging } from './rehearsal.ts';
import { rememberedVerify } from './rememberedVerify.ts';
import { resultsOf } from './results.ts';
import { seededRandom } from './seededRandom.ts';
import { type Adversary, type SimulationOptions, type SimulationResult, simulate } from './simulate.ts';

/** Members of one quorum as plain numbers, for tests to read well: `[2, [1, 2, 3]]` is "2 of {1, 2, 3}". */
export type QuorumSketch = readonly [threshold: number, members: readonly number[]];

export function structureOf(scheme: SchemeId, ...quorums: readonly QuorumSketch[]): KeyStructure {
  const indices = quorums.flatMap(([, members]) => members).sort((a, b) => a - b);
  return {
    scheme,
    parties: indices.map((index) => ({ index: partyIndex(index), node: `node-${index}` })),
    quorums: quorums.map(([threshold, members]) => ({ threshold, members: members.map(partyIndex) })),
    lossAccepted: true,
  };
}

/** The identity key pairs of simulated nodes, the same for the same index in every run. */
export function identitySecretOf(index: number): Uint8Array {
  return taggedHash('test/identity', Uint8Array.of(index));
}

export function identitiesOf(structure: KeyStructure): ReadonlyMap<PartyIndex, Uint8Array> {
  return new Map(structure.parties.map(({ index }) => [index, identityKeyOf(identitySecretOf(index))]));
}

export const TEST_CLUSTER: Uint8Array = taggedHash('test/cluster');
const TEST_KEY: Uint8Array = taggedHash('test/key');
const TEST_ORDER: Uint8Array = taggedHash('test/order');

/** The descriptor of a keygen as a coordinator would offer it, its session id being fixed by the seed. */
export function keygenDescriptorOf(structure: KeyStructure, random: Random): KeygenDescriptor {
  const about = { cluster: TEST_CLUSTER, key: TEST_KEY, subject: TEST_ORDER };
  const readies = structure.parties.map(({ index: party }) =>
    signReady({ ...about, party, nonce: random(32), policyHash: new Uint8Array(32) }, identitySecretOf(party)),
  );
  return { version: 1, cluster: TEST_CLUSTER, key: TEST_KEY, epoch: 1, orderHash: TEST_ORDER, structure, readies };
}

export function keygenHeader(descriptor: KeygenDescriptor): SessionHeader {
  const { cluster, key, epoch } = descriptor;
  return { cluster, key, epoch, session: keygenSessionId(descriptor) };
}

/** What goes wrong in a run: a network-level adversary, one cheating party, a delivery order. */
export interface ScenarioOptions {
  readonly adversary?: Adversary;
  readonly cheat?: Cheat;
  readonly schedule?: Random;
  /** Sees every delivered frame. */
  readonly onFrame?: NonNullable<SimulationOptions['onFrame']>;
  /** Stands between the simulation and each party's protocol. */
  readonly staging?: Staging;
}

const unstaged: Staging = (_, make) => make();

/** What of the options a simulation takes. */
export function networkOf({ adversary, cheat, schedule, onFrame }: ScenarioOptions) {
  const acting = adversary ?? (cheat && honestNetwork(cheat.party));
  return {
    ...(acting ? { adversary: acting } : {}),
    ...(schedule ? { schedule } : {}),
    ...(onFrame ? { onFrame } : {}),
  };
}

/** A party's protocol as the options have it: staged, and cheating where it is the cheat's. */
export function protocolOf<R>(
  index: PartyIndex,
  { cheat, staging = unstaged }: ScenarioOptions,
  make: () => Protocol<R>,
): Protocol<R> {
  const protocol = staging(index, make);
  return cheat?.party === index ? cheating(protocol, cheat) : protocol;
}

/** A party's random bytes in a run with this seed, whatever others draw and in whatever order: a cheat knows its own. */
export function partyRandom(seed: string | number, party: PartyIndex): Random {
  return seededRandom(`${seed}, party ${party}`);
}

export interface SimulatedKeygen {
  readonly descriptor: KeygenDescriptor;
  readonly outcomes: SimulationResult<KeygenResult>;
}

/** One whole keygen of all parties of the structure, reproducible by its seed. */
export function simulateKeygen(
  structure: KeyStructure,
  seed: string | number,
  options: ScenarioOptions = {},
): SimulatedKeygen {
  const random = seededRandom(seed);
  const descriptor = keygenDescriptorOf(structure, random);
  const header = keygenHeader(descriptor);
  const identities = identitiesOf(structure);
  const parties = structure.parties.map(({ index }) => {
    const identitySecret = identitySecretOf(index);
    const party = { header, orderHash: descriptor.orderHash, structure, self: index, identities, identitySecret };
    const protocol = protocolOf(index, options, () => keygen(party, partyRandom(seed, index)));
    return { index, identitySecret, protocol };
  });
  return { descriptor, outcomes: simulate(parties, { header, ...networkOf(options) }) };
}

/** The results of a keygen that all parties finished; throws if one did not. */
export function keygenResults({ outcomes }: SimulatedKeygen): ReadonlyMap<PartyIndex, KeygenResult> {
  return resultsOf(outcomes);
}

/** A signing of a finished key, as a coordinator would offer it. */
export function signingDescriptorOf(
  keygenRun: ReadonlyMap<PartyIndex, KeygenResult>,
  assignment: Assignment,
  messages: readonly Uint8Array[],
  random: Random,
): SigningDescriptor {
  const { statement } = anyOf(keygenRun).certificate;
  const requestHash = taggedHash('test/request', ...messages);
  const about = { cluster: statement.cluster, key: statement.key, subject: requestHash };
  const readies = signersOf(assignment).map((party) =>
    signReady({ ...about, party, nonce: random(32), policyHash: new Uint8Array(32) }, identitySecretOf(party)),
  );
  return {
    version: 1,
    cluster: statement.cluster,
    key: statement.key,
    groupKey: statement.groupKey,
    scheme: statement.structure.scheme,
    epoch: statement.epoch,
    auxGeneration: new Uint8Array(0),
    requestHash,
    messages,
    path: [],
    assignment,
    presignatures: [],
    readies,
  };
}

export interface SimulatedSigning {
  readonly descriptor: SigningDescriptor;
  readonly certificate: KeyCertificate;
  readonly outcomes: SimulationResult<readonly Uint8Array[]>;
}

/** One whole FROST signing by the parties of the assignment, reproducible by its seed. */
export function simulateSigning(
  keygenRun: ReadonlyMap<PartyIndex, KeygenResult>,
  assignment: Assignment,
  messages: readonly Uint8Array[],
  seed: string | number,
  options: ScenarioOptions = {},
): SimulatedSigning {
  const random = seededRandom(seed);
  const descriptor = signingDescriptorOf(keygenRun, assignment, messages, random);
  const { certificate } = anyOf(keygenRun);
  const group = signingGroup(certificate.statement, assignment);
  const { cluster, key, epoch } = descriptor;
  const header = { cluster, key, epoch, session: signingSessionId(descriptor) };
  const parties = signersOf(assignment).map((index) => {
    const share = keygenRun.get(index)?.share;
    if (!share) throw new Error(`party ${index} holds no share`);
    const protocol = protocolOf(index, options, () => frostSign({ group, share }, messages, partyRandom(seed, index)));
    return { index, identitySecret: identitySecretOf(index), protocol };
  });
  return { descriptor, certificate, outcomes: simulate(parties, { header, ...networkOf(options) }) };
}

function anyOf(keygenRun: ReadonlyMap<PartyIndex, KeygenResult>): KeygenResult {
  const [first] = keygenRun.values();
  if (!first) throw new Error('an empty keygen');
  return first;
}

/** What a verifier of evidence trusts: the identities of the simulated nodes. */
export const TEST_TRUST: TrustedIdentities = {
  cluster: TEST_CLUSTER,
  verify: rememberedVerify,
  identityOf(node: string): Uint8Array | undefined {
    const index = /^node-(\d+)$/.exec(node)?.[1];
    return index === undefined ? undefined : identityKeyOf(identitySecretOf(Number(index)));
  },
};
