import {
  type AttestationStatement,
  attestedReady,
  type PartyIndex,
  type Ready,
  type SignedAttestation,
} from '@quorate/tss-core';
import type { Attestor } from './attestors.ts';
import { checkAttestation, checkAttestationTime } from './checkAttestation.ts';

/** What readies are about, but for the party. */
export type ReadySubject = Pick<AttestationStatement, 'cluster' | 'key' | 'epoch' | 'subject' | 'contents'>;

/**
 * What the modules of these parties attested: of each that has a pinned key, and of nobody else. Whether any was seen
 * before is for a witness to say.
 * @throws RequestRejected `no-attestation`, `false-attestation`, `expired-attestation`
 */
export function checkAttestedReadies(
  readies: readonly Ready[],
  about: ReadySubject,
  attestors: ReadonlyMap<PartyIndex, Attestor>,
  nowMs: number,
): readonly SignedAttestation[] {
  return readies.flatMap((ready) => {
    const attestor = attestors.get(ready.party);
    if (!attestor) return [];
    const attested = checkAttestation(attestedReady(ready, { ...about, node: attestor.node }), attestor);
    checkAttestationTime(attested, nowMs);
    return [attested];
  });
}
