import { checkAttestedReadies, type ReadySubject } from '@quorate/requests';
import { type PartyIndex, type Ready, RequestRejected, type SignedAttestation, verifyReady } from '@quorate/tss-core';
import type { SigningJob } from '../interfaces.ts';

type Judged = Pick<SigningJob, 'key' | 'hash' | 'contents'>;

/**
 * Whether a ready is the party's for this job. A false one would spoil the session for everybody, and nobody could tell
 * whose it was.
 */
export function acceptsReady(party: PartyIndex, ready: Ready, job: Judged, nowMs: number): boolean {
  const identity = job.key.identities.get(party);
  if (ready.party !== party || identity === undefined || !verifyReady(ready, subjectOf(job), identity)) return false;
  return attestationsOf([ready], job, nowMs) !== undefined;
}

/** Undefined where one of them lacks the attestation of its module. */
export function attestationsOf(
  readies: readonly Ready[],
  job: Judged,
  nowMs: number,
): readonly SignedAttestation[] | undefined {
  try {
    return checkAttestedReadies(readies, subjectOf(job), job.key.attestors, nowMs);
  } catch (problem) {
    if (problem instanceof RequestRejected) return undefined;
    throw problem;
  }
}

function subjectOf({ key, hash, contents }: Judged): ReadySubject {
  const { cluster, key: id, epoch } = key.certificate.statement;
  return { cluster, key: id, epoch, subject: hash, contents };
}
