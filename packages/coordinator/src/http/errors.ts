import { type ErrorBody, MAX_SENTENCE_CHARACTERS } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import { statusOf } from './statusOf.ts';

export interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorBody;
}

/** What a caller is told. Errors of ours tell nothing but where to look: `call` finds the log line. */
export function errorAnswer(problem: unknown, call: string): ErrorAnswer {
  const rejected = problem instanceof RequestRejected ? problem : fromFastify(problem);
  if (!rejected) {
    const message = `the coordinator met an error of its own; its log says more under call ${call}`;
    return { status: 500, body: { error: { code: 'internal', message } } };
  }
  const { code, message, hint } = rejected;
  const error = { code, message: shortened(message), ...(hint === undefined ? {} : { hint: shortened(hint) }) };
  return { status: statusOf(code), body: { error } };
}

/** Some sentences quote what the caller wrote, and no client takes more of one. */
function shortened(sentence: string): string {
  return sentence.slice(0, MAX_SENTENCE_CHARACTERS).toWellFormed();
}

/** Calls that fastify itself refuses, in our words. */
function fromFastify(problem: unknown): RequestRejected | undefined {
  if (!(problem instanceof Error) || !('code' in problem)) return undefined;
  switch (problem.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new RequestRejected('too-large', 'the body is larger than any request may be');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new RequestRejected('bad-body', 'the body must be JSON', 'send content-type: application/json');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new RequestRejected('bad-call', 'the HTTP request is malformed');
    // Nobody is left to be told; but it is no error of ours, which anybody could fill the log with.
    case 'ECONNRESET':
      return new RequestRejected('bad-call', 'the caller hung up before the whole body had come');
    default:
      return undefined;
  }
}
