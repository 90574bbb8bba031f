import {
  acknowledgedFacts,
  acknowledgementCodec,
  assignmentFor,
  certificateCodec,
  frostSign,
  isEcdsaScheme,
  type KeyCertificate,
  type KeygenResult,
  keygen,
  keygenSessionId,
  type PartyIndex,
  type Protocol,
  proveStored,
  type SchemeId,
  signingGroup,
  signReady,
} from '@quorate/tss-core';
import { resultsOf, seededRandom, simulate } from '@quorate/tss-core/testing';
import { encodeCbor, type SessionHeader, taggedHash } from '@quorate/tss-core/wire';
import type { KeyView } from '../api/keyViews.ts';
import { identitiesOf } from '../cluster/members.ts';
import type { SignedOrder } from '../order/createKeyOrder.ts';
import { encodeSignedOrder, keyIdOf, orderHash } from '../order/signedOrder.ts';
import { toBase64, toHex } from '../schema/encoding.ts';
import { sampleAttestationOf } from './sampleAttestation.ts';
import type { SampleCluster } from './sampleCluster.ts';
import { sampleSignedOrder, sampleStructure } from './samples.ts';
import { signWhole } from './signWhole.ts';

/** A key that the nodes of the sample cluster really made, and how to sign with it. */
export interface SampleKey {
  readonly signedOrder: SignedOrder;
  readonly certificate: KeyCertificate;
  /** What the coordinator says of it. */
  readonly view: KeyView;
  /** Signs with the first quorum that can; at a path below the key with ECDSA alone. */
  sign(messages: readonly Uint8Array[], path?: readonly number[]): readonly Uint8Array[];
}

/** Runs a whole keygen of all nodes in this thread; the same for the same sample, name and scheme. */
export function sampleKey(sample: SampleCluster, scheme: SchemeId, name = 'treasury', threshold = 2): SampleKey {
  const structure = sampleStructure(sample, scheme, threshold);
  const signedOrder = sampleSignedOrder(sample, { name, structure });
  const results = runKeygen(sample, signedOrder);
  const { certificate } = anyOf(results);
  const acknowledgements = [...results].map(([party, { share }]) => {
    const stored = proveStored(share, certificate, secretOf(sample, party), seededRandom(`${name} ${party}`));
    const facts = acknowledgedFacts(stored, certificate, `node-${party}`);
    return { ...stored, attestation: sampleAttestationOf(sample, facts) };
  });
  const view: KeyView = {
    key: toHex(keyIdOf(signedOrder.order)),
    name,
    order: toBase64(encodeSignedOrder(signedOrder)),
    certificate: toBase64(encodeCbor(certificateCodec, certificate)),
    acknowledgements: acknowledgements.map((one) => toBase64(encodeCbor(acknowledgementCodec, one))),
  };
  return { signedOrder, certificate, view, sign: (messages, path = []) => runSigning(sample, results, messages, path) };
}

type Results = ReadonlyMap<PartyIndex, KeygenResult>;

function runKeygen(sample: SampleCluster, { order }: SignedOrder): Results {
  const about = { cluster: order.cluster, key: keyIdOf(order) };
  const random = seededRandom(order.name);
  const readies = order.structure.parties.map(({ index: party }) => {
    const statement = { ...about, subject: orderHash(order), party, nonce: random(32), policyHash: random(32) };
    return signReady(statement, secretOf(sample, party));
  });
  const { structure } = order;
  const descriptor = { version: 1, ...about, epoch: 1, orderHash: orderHash(order), structure, readies } as const;
  const header = { ...about, epoch: 1, session: keygenSessionId(descriptor) };
  const identities = identitiesOf(sample.cluster, structure);
  return run(sample, header, [...identities.keys()], (self) => {
    const identitySecret = secretOf(sample, self);
    return keygen({ header, orderHash: orderHash(order), structure, self, identities, identitySecret }, random);
  });
}

function runSigning(
  sample: SampleCluster,
  results: Results,
  messages: readonly Uint8Array[],
  path: readonly number[],
): readonly Uint8Array[] {
  const { certificate } = anyOf(results);
  const { statement } = certificate;
  const assignment = assignmentFor(statement.structure, new Set(results.keys()));
  if (!assignment) throw new Error('no quorum');
  const { scheme } = statement.structure;
  if (isEcdsaScheme(scheme)) {
    const shares = new Map([...results].map(([party, { share }]) => [party, share]));
    return signWhole(scheme, certificate, assignment, shares, path, messages);
  }
  const group = signingGroup(statement, assignment);
  const session = taggedHash('sample/signing', ...messages);
  const header = { cluster: statement.cluster, key: statement.key, epoch: statement.epoch, session };
  const signed = run(sample, header, assignment.flat(), (self) => {
    const share = results.get(self)?.share;
    if (!share) throw new Error(`party ${self} has no share`);
    return frostSign({ group, share }, messages, seededRandom(`${toHex(session)} ${self}`));
  });
  return anyOf(signed);
}

/** Runs one protocol among the parties; throws unless all finish it. */
function run<R>(
  sample: SampleCluster,
  header: SessionHeader,
  parties: readonly PartyIndex[],
  protocolOf: (self: PartyIndex) => Protocol<R>,
): ReadonlyMap<PartyIndex, R> {
  const simulated = parties.map((index) => ({
    index,
    identitySecret: secretOf(sample, index),
    protocol: protocolOf(index),
  }));
  return new Map([...resultsOf(simulate(simulated, { header }))].sort(([a], [b]) => a - b));
}

/** Party i of a sample key is node i of the cluster. */
function secretOf(sample: SampleCluster, party: PartyIndex): Uint8Array {
  return sample.secret(`node-${party}`);
}

function anyOf<R>(results: ReadonlyMap<PartyIndex, R>): R {
  const [first] = results.values();
  if (first === undefined) throw new Error('nobody took part');
  return first;
}
