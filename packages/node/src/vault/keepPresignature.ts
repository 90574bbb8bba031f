import { ciphersuite, wipe } from '@quorate/tss-core';
import { Presignature, presignatureCertificateCodec, presignaturePoints } from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';
import type { KeeperContract } from './heavy/keeper.ts';
import type { PresignatureBook } from './presignatureBook.ts';

/** The most that a certificate of the largest set of signers takes. */
export const MAX_PRESIGNATURE_BYTES = 1 << 14;

/** Takes over what the heavy thread has made: from now on it is here and nowhere else. */
export function keepPresignature(
  { scheme, party, index, certificate, k, chi }: KeeperContract['keepPresignature']['params'],
  book: PresignatureBook,
): void {
  try {
    const { group } = ciphersuite(scheme);
    const known = decodeCbor(presignatureCertificateCodec, certificate, MAX_PRESIGNATURE_BYTES, 'presignature');
    // Now, while nobody waits.
    presignaturePoints(group, known.statement);
    const secrets = { k: group.decodeScalar(k), chi: group.decodeScalar(chi) };
    book.add(index, new Presignature(group, party, known, secrets));
  } finally {
    wipe(k);
    wipe(chi);
  }
}
