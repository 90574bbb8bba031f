import {
  acknowledgementCodec,
  attestedAcknowledgement,
  type PartyIndex,
  RequestRejected,
  verifyAcknowledgement,
} from '@quorate/tss-core';
import { MAX_ACKNOWLEDGEMENT_BYTES } from '../api/keyViews.ts';
import { checkAttestation } from '../attestation/checkAttestation.ts';
import { decodeOrReject } from '../schema/decodeOrReject.ts';
import type { CertifiedKey } from './certifiedKey.ts';

const BAD_ACKNOWLEDGEMENT = 'bad-acknowledgement';

/**
 * Whose share of the key an acknowledgement proves to be stored.
 * @param encoded Acknowledgement, from anywhere
 * @throws RequestRejected `bad-acknowledgement`; where the party's module attests `no-attestation`, `false-attestation`
 */
export function verifyStored(
  key: Pick<CertifiedKey, 'name' | 'structure' | 'certificate' | 'identities' | 'attestors'>,
  encoded: Uint8Array,
): PartyIndex {
  const acknowledgement = decodeOrReject(
    acknowledgementCodec,
    encoded,
    MAX_ACKNOWLEDGEMENT_BYTES,
    'acknowledgement',
    BAD_ACKNOWLEDGEMENT,
  );
  const { party } = acknowledgement;
  const identity = key.identities.get(party);
  if (identity && verifyAcknowledgement(acknowledgement, key.certificate, identity)) {
    const attestor = key.attestors.get(party);
    if (attestor) checkAttestation(attestedAcknowledgement(acknowledgement, key.certificate, attestor.node), attestor);
    return party;
  }
  const node = key.structure.parties.find(({ index }) => index === party)?.node ?? `party ${party}`;
  throw new RequestRejected(
    BAD_ACKNOWLEDGEMENT,
    `the acknowledgement of ${node} does not prove that it stores its share of ${key.name}`,
  );
}
