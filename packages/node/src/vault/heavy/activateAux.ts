import { RequestRejected } from '@quorate/tss-core';
import {
  areSecretsOf,
  auxCertificateCodec,
  MAX_AUX_CERTIFICATE_BYTES,
  verifyAuxCertificate,
  wipeAuxSecrets,
} from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';
import type { HeavyTools } from './heavySecrets.ts';
import type { HeavyParams, HeavyResult } from './heavyVault.ts';
import { ownAuxParty } from './openAux.ts';
import { openAuxSecrets, sealAux } from './sealedAux.ts';

/** Turns the secrets of an aux ceremony into ones that sessions may use, under its complete certificate only. */
export async function activateAux(
  { certificate: encoded, sealed, identities }: HeavyParams<'activateAux'>,
  { secrets, engine }: HeavyTools,
): Promise<HeavyResult<'activateAux'>> {
  const certificate = decodeCbor(auxCertificateCodec, encoded, MAX_AUX_CERTIFICATE_BYTES, 'aux certificate');
  verifyAuxCertificate(certificate, identities);
  const { statement } = certificate;
  const self = ownAuxParty(statement, secrets.node);
  const aux = await openAuxSecrets(secrets, engine, statement, self, sealed, 'pending-aux');
  try {
    if (!areSecretsOf(aux, statement, self)) {
      throw new RequestRejected('wrong-share', 'the stored aux secrets are not those that the certificate names');
    }
    return { sealed: await sealAux(secrets, statement, self, aux, 'aux') };
  } finally {
    wipeAuxSecrets(aux);
  }
}
