import { RequestRejected } from '@quorate/tss-core';
import { MAX_CLOCK_AHEAD_SECONDS } from './signRequest.ts';

/** In Unix seconds. */
export interface Lifetime {
  readonly createdAt: number;
  readonly expiresAt: number;
}

/**
 * Throws RequestRejected `bad-lifetime`, `not-yet-valid` or `expired`.
 * @param what `request` or `order`, for the sentence
 */
export function checkLifetime(lifetime: Lifetime, nowMs: number, what: string, maxSeconds: number): void {
  const { createdAt, expiresAt } = lifetime;
  if (expiresAt <= createdAt) throw new RequestRejected('bad-lifetime', `the ${what} expires before it was created`);
  if (expiresAt - createdAt > maxSeconds) {
    throw new RequestRejected('bad-lifetime', `the ${what} lives longer than ${maxSeconds / 86_400} days`);
  }
  if (createdAt * 1000 > nowMs + MAX_CLOCK_AHEAD_SECONDS * 1000) {
    throw new RequestRejected('not-yet-valid', `the ${what} was created in the future`, 'compare the two clocks');
  }
  if (isExpired(lifetime, nowMs)) throw new RequestRejected('expired', `the ${what} has expired`, 'make a new one');
}

export function isExpired({ expiresAt }: Pick<Lifetime, 'expiresAt'>, nowMs: number): boolean {
  return nowMs >= expiresAt * 1000;
}
