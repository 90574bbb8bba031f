import {
  Bug,
  isEcdsaScheme,
  isPrepared,
  type PartyIndex,
  type Ready,
  type Reservation,
  type SigningDescriptor,
  signingDescriptorCodec,
  signingSessionId,
} from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import type { SigningJob } from '../interfaces.ts';
import { haveOnePresignature } from './onePresignature.ts';
import type { Offer } from './runAttempt.ts';
import type { Choice } from './selectSigners.ts';

/**
 * The session that is offered to the chosen signers: its id commits to everything in the descriptor.
 * @param auxGeneration of an ECDSA key; else empty
 */
export function signingOffer(
  job: SigningJob,
  choice: Choice,
  readies: ReadonlyMap<PartyIndex, Ready>,
  auxGeneration: Uint8Array,
): Offer {
  const descriptor = describe(job, choice, readies, auxGeneration);
  return {
    session: signingSessionId(descriptor),
    request: job.signed,
    descriptor: encodeCbor(signingDescriptorCodec, descriptor),
    rounds: roundsOf(descriptor),
    signers: job.key.structure.parties.filter(({ index }) => choice.parties.includes(index)),
    verifies: job.verifies,
    signal: job.signal,
  };
}

function roundsOf(descriptor: SigningDescriptor): Offer['rounds'] {
  if (isPrepared(descriptor)) return 1;
  return isEcdsaScheme(descriptor.scheme) ? 5 : 2;
}

function describe(
  job: SigningJob,
  choice: Choice,
  readies: ReadonlyMap<PartyIndex, Ready>,
  auxGeneration: Uint8Array,
): SigningDescriptor {
  const { statement } = job.key.certificate;
  const chosen = choice.parties.map((party) => readyOf(readies, party));
  return {
    version: 1,
    cluster: statement.cluster,
    key: statement.key,
    groupKey: statement.groupKey,
    scheme: statement.structure.scheme,
    epoch: statement.epoch,
    auxGeneration,
    requestHash: job.hash,
    messages: job.messages,
    path: job.request.path,
    assignment: choice.assignment,
    presignatures: reservationsOf(chosen, job),
    readies: chosen,
  };
}

/**
 * One round where every signer has set aside for it what it takes: nonces, or with ECDSA the same presignature. Else the
 * signers make them in the session.
 */
function reservationsOf(readies: readonly Ready[], { key, messages }: SigningJob): readonly Reservation[] {
  const reservations = readies.flatMap(({ reservation }) => reservation ?? []);
  const suffice = isEcdsaScheme(key.structure.scheme)
    ? haveOnePresignature(readies)
    : reservations.length === readies.length && reservations.every(({ count }) => count === messages.length);
  return suffice ? reservations : [];
}

function readyOf(readies: ReadonlyMap<PartyIndex, Ready>, party: PartyIndex): Ready {
  const ready = readies.get(party);
  if (ready) return ready;
  throw new Bug(`party ${party} was chosen without being ready`);
}
