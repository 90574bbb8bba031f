import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { Random } from '../bytes.ts';
import { type KeygenResult, keygen } from '../keygen/keygen.ts';
import { type KeyStructure, type PartyIndex, partyIndex, type SchemeId } from '../keys/structure.ts';
import { type KeygenDescriptor, keygenSessionId } from '../session/descriptor.ts';
import { signReady } from '../session/ready.ts';
import type { SessionHeader } from '../wire/envelope.ts';
import { taggedHash } from '../wire/hash.ts';
import { seededRandom } from './seededRandom.ts';
import { type Adversary, type SimulationResult, simulate } from './simulate.ts';

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
  return new Map(structure.parties.map(({ index }) => [index, secp256k1.getPublicKey(identitySecretOf(index))]));
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

export interface SimulatedKeygen {
  readonly descriptor: KeygenDescriptor;
  readonly outcomes: SimulationResult<KeygenResult>;
}

/** One whole keygen of all parties of the structure, reproducible by its seed. */
export function simulateKeygen(
  structure: KeyStructure,
  seed: string | number,
  options: { readonly adversary?: Adversary; readonly schedule?: Random } = {},
): SimulatedKeygen {
  const random = seededRandom(seed);
  const descriptor = keygenDescriptorOf(structure, random);
  const header = keygenHeader(descriptor);
  const identities = identitiesOf(structure);
  const parties = structure.parties.map(({ index }) => {
    const identitySecret = identitySecretOf(index);
    const party = { header, orderHash: descriptor.orderHash, structure, self: index, identities, identitySecret };
    return { index, identitySecret, protocol: keygen(party, random) };
  });
  return { descriptor, outcomes: simulate(parties, { header, ...options }) };
}

/** The results of a keygen that all parties finished; throws if one did not. */
export function keygenResults({ outcomes }: SimulatedKeygen): ReadonlyMap<PartyIndex, KeygenResult> {
  const results = new Map<PartyIndex, KeygenResult>();
  for (const [index, outcome] of outcomes) {
    if (outcome.kind !== 'done') throw new Error(`party ${index} ended ${JSON.stringify(outcome)}`);
    results.set(index, outcome.result);
  }
  return results;
}
