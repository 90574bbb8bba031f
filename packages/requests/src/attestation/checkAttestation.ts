import { RequestRejected, type SignedAttestation, verifyAttestation } from '@quorate/tss-core';
import type { Attestor } from './attestors.ts';

/**
 * The attestation, if there is one and the pinned key signed it. When it expires is the caller's to compare.
 * @throws RequestRejected `no-attestation`, `false-attestation`
 */
export function checkAttestation(attested: SignedAttestation | null, { node, publicKey }: Attestor): SignedAttestation {
  if (!attested) {
    throw new RequestRejected(
      'no-attestation',
      `${node} gives no attestation of its module, for which the cluster file pins a key`,
    );
  }
  if (verifyAttestation(attested, publicKey)) return attested;
  throw new RequestRejected(
    'false-attestation',
    `the attestation of ${node} is of something else, or not by the key that the cluster file pins for its module`,
  );
}

/** @throws RequestRejected `expired-attestation` */
export function checkAttestationTime({ statement }: SignedAttestation, nowMs: number): void {
  if (nowMs < statement.expiresAt * 1000) return;
  throw new RequestRejected(
    'expired-attestation',
    `the attestation of ${statement.node} has expired`,
    'compare the clocks',
  );
}
