import { bytesToHex } from '@noble/hashes/utils.js';
import {
  equalBytes,
  type KeyCertificate,
  type KeyShare,
  type PartyIndex,
  type Random,
  RequestRejected,
  type ReservedNonces,
  Session,
  type SigningDescriptor,
  signersOf,
  signingDescriptorCodec,
  signingGroup,
  signingSessionId,
  wipeReserved,
  wipeShare,
} from '@quorate/tss-core';
import { decodeCbor } from '@quorate/tss-core/wire';
import { decodeStoredCertificate } from '../authorization/storedCertificate.ts';
import { LiveSession } from './liveSession.ts';
import type { NonceBook } from './nonceBook.ts';
import type { OwnReady, Readies } from './readyBook.ts';
import type { VaultSecrets } from './secrets.ts';
import { wipeSetAside } from './setAside.ts';
import { openShare, ownParty } from './shares.ts';
import { type SigningWay, signingWay } from './signingWay.ts';
import type { Identities, Params } from './vault.ts';

export const MAX_DESCRIPTOR_BYTES = 1 << 20;

/** What a vault signs from. */
export interface SigningStores {
  readonly secrets: VaultSecrets;
  readonly readies: Readies;
  readonly nonces: NonceBook;
  readonly random: Random;
}

type OpenedSigning = { readonly id: string; readonly session: LiveSession<readonly Uint8Array[]> };

/**
 * Opens the share for one signing session. The network thread has compared every field with the desk's request; the
 * vault itself insists on its own unused r_i for this request, on the nonces set aside under it, and on the key that the
 * share belongs to.
 */
export async function openSigning(params: Params<'openSigning'>, stores: SigningStores): Promise<OpenedSigning> {
  const { secrets, readies, nonces, random } = stores;
  const descriptor = decodeCbor(signingDescriptorCodec, params.descriptor, MAX_DESCRIPTOR_BYTES, 'signing descriptor');
  const certificate = decodeStoredCertificate(params.certificate);
  const self = ownParty(certificate.statement, secrets.node);
  // First of all, so that an r_i and the nonces under it never serve twice whatever else is wrong with the session.
  const { ready, purpose } = ownSigningReady(descriptor, self);
  const setAside = readies.consume(ready, purpose, params.now);
  const reserved = setAside?.kind === 'nonces' ? setAside.nonces : undefined;
  let share: KeyShare | undefined;
  try {
    checkKey(descriptor, certificate, secrets);
    checkHasNoAux(descriptor);
    const group = signingGroup(certificate.statement, descriptor.assignment, descriptor.path);
    share = await openShare(secrets, certificate, params.sealed, 'share');
    const way = signingWay(descriptor, { group, share }, reserved, nonces, random);
    const wipe = wiping(share, reserved);
    return live(way, { descriptor, certificate, self, identities: params.identities, secrets, wipe });
  } catch (problem) {
    if (share) wipeShare(share);
    wipeSetAside(setAside);
    throw problem;
  }
}

interface SigningFacts {
  readonly descriptor: SigningDescriptor;
  readonly certificate: KeyCertificate;
  readonly self: PartyIndex;
  readonly identities: Identities;
  readonly secrets: VaultSecrets;
  wipe(): void;
}

function live({ protocol, batches }: SigningWay, facts: SigningFacts): OpenedSigning {
  const { descriptor, certificate, self, secrets, wipe } = facts;
  const { cluster, key, epoch, assignment } = descriptor;
  const signers = signersOf(assignment);
  const identities = new Map([...facts.identities].filter(([party]) => signers.includes(party)));
  const id = signingSessionId(descriptor);
  const header = { cluster, key, epoch, session: id };
  return {
    id: bytesToHex(id),
    session: new LiveSession({
      session: new Session({ header, self, identities, identitySecret: secrets.identitySecret, protocol }),
      outcomeOf: (signatures) => ({ kind: 'signed', signatures: [...signatures] }),
      subject: { kind: 'signing', value: { descriptor, certificate } },
      batches,
      wipe,
    }),
  };
}

function wiping(share: KeyShare, reserved: ReservedNonces | undefined): () => void {
  return () => {
    wipeShare(share);
    wipeReserved(reserved);
  };
}

/** This node's ready for the session, and what it must have been drawn for. */
export function ownSigningReady(descriptor: SigningDescriptor, self: PartyIndex): OwnReady {
  const ready = descriptor.readies.find(({ party }) => party === self);
  if (!ready) throw new RequestRejected('not-a-signer', 'this node is not among the signers of the session');
  return { ready, purpose: { key: descriptor.key, subject: descriptor.requestHash, party: self } };
}

/** RequestRejected `wrong-key` unless the descriptor is about the certified key. */
export function checkKey(
  descriptor: Pick<SigningDescriptor, 'cluster' | 'key' | 'groupKey' | 'epoch' | 'scheme'>,
  { statement }: KeyCertificate,
  secrets: Pick<VaultSecrets, 'cluster'>,
): void {
  const same =
    equalBytes(descriptor.cluster, secrets.cluster) &&
    equalBytes(descriptor.cluster, statement.cluster) &&
    equalBytes(descriptor.key, statement.key) &&
    equalBytes(descriptor.groupKey, statement.groupKey) &&
    descriptor.epoch === statement.epoch &&
    descriptor.scheme === statement.structure.scheme;
  if (!same) throw new RequestRejected('wrong-key', 'the session is about another key than the share');
}

function checkHasNoAux({ auxGeneration }: SigningDescriptor): void {
  if (auxGeneration.length === 0) return;
  throw new RequestRejected('unsupported-session', 'the session asks for an aux generation, which its scheme has not');
}
