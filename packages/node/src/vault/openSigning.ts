import { bytesToHex } from '@noble/hashes/utils.js';
import {
  certificateCodec,
  decodeCbor,
  equalBytes,
  frostSign,
  type KeyCertificate,
  MAX_CERTIFICATE_BYTES,
  type PartyIndex,
  type Random,
  RequestRejected,
  Session,
  type SigningDescriptor,
  signersOf,
  signingDescriptorCodec,
  signingGroup,
  signingSessionId,
  wipeShare,
} from '@quorate/tss-core';
import { LiveSession } from './liveSession.ts';
import type { ReadyBook } from './readyBook.ts';
import type { VaultSecrets } from './secrets.ts';
import { openShare, ownParty } from './shares.ts';
import type { Params } from './vault.ts';

export const MAX_DESCRIPTOR_BYTES = 1 << 20;

/**
 * Opens the share for one signing session. The network thread has compared every field with the desk's request; the
 * vault itself insists on its own unused r_i for this request and on the key that the share belongs to.
 */
export async function openSigning(
  params: Params<'openSigning'>,
  secrets: VaultSecrets,
  readies: ReadyBook,
  random: Random,
): Promise<{ id: string; session: LiveSession<readonly Uint8Array[]> }> {
  const descriptor = decodeCbor(signingDescriptorCodec, params.descriptor, MAX_DESCRIPTOR_BYTES, 'signing descriptor');
  const certificate = decodeCbor(certificateCodec, params.certificate, MAX_CERTIFICATE_BYTES, 'certificate');
  const self = ownParty(certificate.statement, secrets.node);
  consumeOwnReady(descriptor, self, readies, params.now);
  checkKey(descriptor, certificate, secrets);
  const group = signingGroup(certificate.statement, descriptor.assignment);
  const signers = signersOf(descriptor.assignment);
  const identities = new Map([...params.identities].filter(([party]) => signers.includes(party)));
  const id = signingSessionId(descriptor);
  const share = await openShare(secrets, certificate, params.sealed, 'share');
  const { messages, cluster, key, epoch } = descriptor;
  const protocol = frostSign({ group, share }, messages, random);
  const header = { cluster, key, epoch, session: id };
  const session = new Session({ header, self, identities, identitySecret: secrets.identitySecret, protocol });
  return {
    id: bytesToHex(id),
    session: new LiveSession({
      session,
      outcomeOf: (signatures) => ({ kind: 'signed', signatures: [...signatures] }),
      subject: { kind: 'signing', value: { descriptor, certificate } },
      wipe: () => wipeShare(share),
    }),
  };
}

/** First of all, so that an r_i never serves twice whatever else is wrong with the session. */
function consumeOwnReady(descriptor: SigningDescriptor, self: PartyIndex, readies: ReadyBook, now: number): void {
  const own = descriptor.readies.find(({ party }) => party === self);
  if (!own) throw new RequestRejected('not-a-signer', 'this node is not among the signers of the session');
  readies.consume(own, { key: descriptor.key, subject: descriptor.requestHash, party: self }, now);
}

function checkKey(descriptor: SigningDescriptor, { statement }: KeyCertificate, secrets: VaultSecrets): void {
  const same =
    equalBytes(descriptor.cluster, secrets.cluster) &&
    equalBytes(descriptor.cluster, statement.cluster) &&
    equalBytes(descriptor.key, statement.key) &&
    equalBytes(descriptor.groupKey, statement.groupKey) &&
    descriptor.epoch === statement.epoch &&
    descriptor.scheme === statement.structure.scheme;
  if (!same) throw new RequestRejected('wrong-key', 'the session is about another key than the share');
  if (descriptor.path.length + descriptor.presignatures.length + descriptor.auxGeneration.length > 0) {
    throw new RequestRejected('unsupported-session', 'the session asks for a derived key or prepared nonces');
  }
}
