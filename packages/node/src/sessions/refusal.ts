import { RequestRejected } from '@quorate/tss-core';
import { DecodeError } from '@quorate/tss-core/wire';

export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** What a caller may know of a problem: our own sentences, and nothing of a bug. */
export function refusalOf(problem: unknown): Refusal {
  if (problem instanceof RequestRejected) return { code: problem.code, reason: problem.message };
  if (problem instanceof DecodeError) return { code: 'undecodable', reason: problem.message };
  return { code: 'internal', reason: 'the node met an error of its own; its log says more' };
}
