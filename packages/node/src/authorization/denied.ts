import { RequestRejected } from '@quorate/tss-core';
import type { Denied } from './authorizer.ts';

/** Runs a judgement; a RequestRejected in it becomes a denial with its code and sentence. Anything else is a bug. */
export function orDenied<T>(judge: () => T): T | Denied {
  try {
    return judge();
  } catch (problem) {
    if (problem instanceof RequestRejected) return denied(problem.code, [problem.message]);
    throw problem;
  }
}

export function denied(code: string, reasons: readonly string[]): Denied {
  return { kind: 'denied', code, reasons };
}
