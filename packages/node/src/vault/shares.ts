import {
  decodeKeyShare,
  encodeKeyShare,
  isShareOfKey,
  type KeyCertificate,
  type KeyShare,
  type KeyStatement,
  type PartyIndex,
  partyOf,
  RequestRejected,
  wipe,
  wipeShare,
} from '@quorate/tss-core';
import { encodeSealContext, type SealContext } from '../keystore/index.ts';
import type { VaultSecrets } from './secrets.ts';

export type ShareKind = Extract<SealContext['kind'], 'pending-share' | 'share'>;

/** Seals a share for the disk, bound to its key, epoch, party, ceremony and use. */
export async function sealShare(
  { keystore }: VaultSecrets,
  statement: KeyStatement,
  share: KeyShare,
  kind: ShareKind,
): Promise<Uint8Array> {
  const plaintext = encodeKeyShare(share);
  try {
    return await keystore.seal(plaintext, sealContext(statement, share.party, kind));
  } finally {
    wipe(plaintext);
  }
}

/**
 * Opens this node's sealed share of a key and checks x·G against the certificate (attack 42). The caller wipes it.
 * Throws RequestRejected `sealed-blob-rejected` or `wrong-share`.
 */
export async function openShare(
  { keystore, node }: VaultSecrets,
  certificate: KeyCertificate,
  sealed: Uint8Array,
  kind: ShareKind,
): Promise<KeyShare> {
  const party = ownParty(certificate.statement, node);
  const plaintext = await keystore.open(sealed, sealContext(certificate.statement, party, kind));
  try {
    const share = decodeKeyShare(plaintext);
    if (share.party === party && isShareOfKey(share, certificate)) return share;
    wipeShare(share);
    throw new RequestRejected('wrong-share', 'the stored share is not the one that the certificate of its key names');
  } finally {
    wipe(plaintext);
  }
}

/** Which party this node is in a key; RequestRejected `not-a-party` if none. */
export function ownParty({ structure }: Pick<KeyStatement, 'structure'>, node: string): PartyIndex {
  const party = partyOf(structure, node);
  if (!party) throw new RequestRejected('not-a-party', `${node} holds no share of this key`);
  return party.index;
}

function sealContext(statement: KeyStatement, party: PartyIndex, kind: ShareKind): Uint8Array {
  const { cluster, key, epoch, session } = statement;
  return encodeSealContext({ version: 1, cluster, key, epoch, party, session, kind });
}
