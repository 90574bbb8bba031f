import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { Random } from '../bytes.ts';
import { frostSignPrepared } from '../frost/frostSignPrepared.ts';
import { generateNonces } from '../frost/nonces.ts';
import { signingGroup } from '../frost/signingGroup.ts';
import { decodeCommitment, isBatchOf, type SignedBatch, signBatch } from '../frost/stock/commitmentBatch.ts';
import { gatherCommitments } from '../frost/stock/gatherCommitments.ts';
import { NonceStock, type ReservedNonces } from '../frost/stock/nonceStock.ts';
import { PeerBatches } from '../frost/stock/peerBatches.ts';
import { ciphersuite } from '../groups/index.ts';
import type { KeygenResult } from '../keygen/keygen.ts';
import type { Assignment, PartyIndex } from '../keys/structure.ts';
import { type SigningDescriptor, signingSessionId } from '../session/descriptor.ts';
import { signReady } from '../session/ready.ts';
import { signersOf } from '../sharing/assignment.ts';
import { identitySecretOf, networkOf, protocolOf, type ScenarioOptions, signingDescriptorOf } from './fixtures.ts';
import { type SimulationResult, simulate } from './simulate.ts';

/** One party of a key with its own stock of nonces and what the others gave it. */
export interface StockedParty {
  readonly index: PartyIndex;
  readonly result: KeygenResult;
  readonly stock: NonceStock;
  readonly peers: PeerBatches;
}
export type StockedParties = ReadonlyMap<PartyIndex, StockedParty>;

/** Gives every party of a finished key a stock of `pairs` nonces, and everybody its signed commitments. */
export function stockParties(
  keygenRun: ReadonlyMap<PartyIndex, KeygenResult>,
  pairs: number,
  random: Random,
): StockedParties {
  const parties = new Map(
    [...keygenRun].map(([index, result]) => {
      return [index, { index, result, stock: new NonceStock(), peers: new PeerBatches() }] as const;
    }),
  );
  for (const party of parties.values()) replenish(party, parties, pairs, random);
  return parties;
}

/** One more batch of a party, given to the others. */
export function replenish(party: StockedParty, all: StockedParties, pairs: number, random: Random): SignedBatch {
  const { index, result, stock } = party;
  const suite = ciphersuite(result.certificate.statement.structure.scheme);
  const secret = suite.group.decodeScalar(result.share.secret);
  const made = Array.from({ length: pairs }, () => generateNonces(suite, secret, random));
  const owner = { ...result.certificate.statement, party: index };
  const commitments = made.map(({ commitment }) => commitment);
  const signed = signBatch(suite, owner, commitments, identitySecretOf(index));
  if (!isBatchOf(signed, owner, secp256k1.getPublicKey(identitySecretOf(index)))) throw new Error('a bad batch');
  const decoded = signed.batch.commitments.map((pair) => decodeCommitment(suite, pair));
  for (const other of all.values()) if (other.index !== index) other.peers.add(signed, decoded);
  stock.add(signed, made);
  return signed;
}

/** A session of one round as it is offered, with what each signer set aside for it. */
export interface PreparedOffer {
  readonly descriptor: SigningDescriptor;
  readonly reserved: ReadonlyMap<PartyIndex, ReservedNonces>;
}

/** Every signer sets nonces aside under its ready, and an honest coordinator names them. */
export function offerPrepared(
  parties: StockedParties,
  assignment: Assignment,
  messages: readonly Uint8Array[],
  random: Random,
): PreparedOffer {
  const reserved = new Map(
    signersOf(assignment).map((index) => {
      const own = parties.get(index)?.stock.reserve(messages.length);
      if (!own) throw new Error(`party ${index} has no ${messages.length} nonces left`);
      return [index, own] as const;
    }),
  );
  const run = new Map([...parties].map(([index, { result }]) => [index, result]));
  const base = signingDescriptorOf(run, assignment, messages, random);
  const readies = base.readies.map(({ party, nonce, policyHash }) => {
    const { cluster, key, requestHash: subject } = base;
    const reservation = reserved.get(party)?.reservation ?? null;
    return signReady({ cluster, key, subject, party, nonce, policyHash, reservation }, identitySecretOf(party));
  });
  const presignatures = readies.flatMap(({ reservation }) => reservation ?? []);
  return { descriptor: { ...base, readies, presignatures }, reserved };
}

export interface SimulatedPrepared {
  readonly outcomes: SimulationResult<readonly Uint8Array[]>;
  /** What evidence of the session needs. */
  readonly batches: readonly SignedBatch[];
}

/** Every signer looks up the commitments and they sign in one round, as nodes do. Throws what a signer refuses with. */
export function simulatePrepared(
  parties: StockedParties,
  { descriptor, reserved }: PreparedOffer,
  options: ScenarioOptions = {},
): SimulatedPrepared {
  const { cluster, key, epoch, assignment, messages } = descriptor;
  let batches: readonly SignedBatch[] = [];
  const signers = signersOf(assignment).map((index) => {
    const party = parties.get(index);
    const own = reserved.get(index);
    if (!party || !own) throw new Error(`party ${index} has set nothing aside`);
    const gathered = gatherCommitments(descriptor, own, party.peers);
    batches = gathered.batches;
    const { share, certificate } = party.result;
    const group = signingGroup(certificate.statement, assignment);
    const protocol = protocolOf(index, options, () =>
      frostSignPrepared({ group, share }, messages, own.pairs, gathered.commitments),
    );
    return { index, identitySecret: identitySecretOf(index), protocol };
  });
  const header = { cluster, key, epoch, session: signingSessionId(descriptor) };
  return { outcomes: simulate(signers, { header, ...networkOf(options) }), batches };
}
