import type { BuiltRequest, Signed, VerifiedKey } from '@quorate/client';
import type { Intent } from '@quorate/requests';
import { asFailure } from '../client/unwrap.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import type { Stage } from './stage.ts';

/** An ECDSA signature takes seconds of processor time, and a slow machine a multiple of it. */
const PATIENCE_SECONDS = 120;

export function request({ client }: Stage, key: VerifiedKey, intent: Intent): BuiltRequest {
  return client.buildRequest({ key, intent, lifetimeSeconds: PATIENCE_SECONDS });
}

/** The verified signature on a request; the demo ends with the coordinator's sentence otherwise. */
export async function signed({ client, signal }: Stage, { signed: request }: BuiltRequest): Promise<Signed> {
  const outcome = await client.sign(request, { until: request.request.expiresAt * 1000, signal });
  if (outcome.kind === 'signed') return outcome;
  if (outcome.kind !== 'pending') throw asFailure(outcome);
  throw new Failure(EXIT.failed, 'too-slow', `not signed within ${PATIENCE_SECONDS} s`);
}
