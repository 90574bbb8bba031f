import type { AuxAnswer, KeygenAnswer, PresignAnswer, SignResult, Stall } from '@quorate/network';
import { Bug } from '@quorate/tss-core';
import type { SessionEnd } from './runningSession.ts';

/** The coordinator's answer on a signing session. */
export function signResult(end: SessionEnd): SignResult {
  if (end.kind === 'signed') return { kind: 'signed', value: { signatures: end.signatures } };
  return failure(end);
}

/** The coordinator's answer on a keygen session. */
export function keygenAnswer(end: SessionEnd): KeygenAnswer {
  if (end.kind === 'certified') return { kind: 'certified', value: { certificate: end.certificate } };
  return failure(end);
}

/** The coordinator's answer on a presigning. */
export function presignAnswer(end: SessionEnd): PresignAnswer {
  if (end.kind === 'presigned') return { kind: 'presigned', value: { presignature: end.presignature } };
  return failure(end);
}

/** The coordinator's answer on an aux ceremony: a certificate of another kind. */
export function auxAnswer(end: SessionEnd): AuxAnswer {
  return keygenAnswer(end);
}

function failure(end: SessionEnd) {
  switch (end.kind) {
    case 'stalled':
      return {
        kind: 'stalled',
        value: { missing: end.missing, left: end.left, reason: end.reason } satisfies Stall,
      } as const;
    case 'fault':
      return { kind: 'fault', value: { code: end.code, culprits: end.culprits, evidence: end.evidence } } as const;
    case 'refused':
      return { kind: 'refused', value: { code: end.code, reason: end.reason } } as const;
    default:
      throw new Bug(`a session of another protocol ended with ${end.kind}`);
  }
}
