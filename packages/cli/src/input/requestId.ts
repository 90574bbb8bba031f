import { usage } from '../output/failure.ts';

// As in @quorate/requests, which is not loaded for a look at the command line.
const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

export function parseRequestId(text: string): string {
  if (REQUEST_ID.test(text)) return text;
  throw usage(
    `${JSON.stringify(text)} is not a request id`,
    'An id is 8 to 64 letters, digits, hyphens or underscores.',
  );
}

/** The coordinator answers with 200 at most. */
const MAX_LISTED = 200;

export function parseListLimit(text: string): number {
  const limit = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_LISTED) return limit;
  throw usage(`--limit ${JSON.stringify(text)} is not a number from 1 to ${MAX_LISTED}`);
}
