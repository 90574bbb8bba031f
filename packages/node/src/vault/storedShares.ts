import {
  acknowledgementCodec,
  certificateCodec,
  type KeyCertificate,
  MAX_CERTIFICATE_BYTES,
  proveStored as proveShareStored,
  type Random,
  verifyCertificate,
  wipeShare,
} from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import type { VaultSecrets } from './secrets.ts';
import { openShare, sealShare } from './shares.ts';
import type { Params, Result } from './vault.ts';

/** Turns the pending share of a ceremony into an active one, under its complete certificate only (attack 10). */
export async function activateShare(
  params: Params<'activateShare'>,
  secrets: VaultSecrets,
): Promise<Result<'activateShare'>> {
  const certificate = verified(params);
  const share = await openShare(secrets, certificate, params.sealed, 'pending-share');
  try {
    return { sealed: await sealShare(secrets, certificate.statement, share, 'share') };
  } finally {
    wipeShare(share);
  }
}

/** Proves that what the store gave back is the share of the certificate (cryptography.md, rule 13). */
export async function proveStored(
  params: Params<'proveStored'>,
  secrets: VaultSecrets,
  random: Random,
): Promise<Result<'proveStored'>> {
  const certificate = verified(params);
  const share = await openShare(secrets, certificate, params.sealed, 'share');
  try {
    const acknowledgement = proveShareStored(share, certificate, secrets.identitySecret, random);
    return { acknowledgement: encodeCbor(acknowledgementCodec, acknowledgement) };
  } finally {
    wipeShare(share);
  }
}

function verified(params: Pick<Params<'proveStored'>, 'certificate' | 'identities'>): KeyCertificate {
  const certificate = decodeCbor(certificateCodec, params.certificate, MAX_CERTIFICATE_BYTES, 'certificate');
  verifyCertificate(certificate, params.identities);
  return certificate;
}
