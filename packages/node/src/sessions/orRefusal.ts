import { type Refusal, refusalOf } from './refusal.ts';
import type { SessionEnd } from './runningSession.ts';

/** Runs a session; what is thrown before or in it refuses it, unless it is a bug. */
export async function orRefusal(
  run: () => Promise<SessionEnd>,
  onRefused: (refusal: Refusal) => void,
): Promise<SessionEnd> {
  try {
    return await run();
  } catch (problem) {
    const refusal = refusalOf(problem);
    if (refusal.code === 'internal') throw problem;
    onRefused(refusal);
    return { kind: 'refused', ...refusal };
  }
}
