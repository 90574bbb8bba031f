import { EXIT, type ExitCode } from './exitCode.ts';
import { Failure } from './failure.ts';

/** Reasons that mean more to a script than "failed"; everything else is exit code 1. */
const EXITS: Readonly<Record<string, ExitCode>> = {
  unreachable: EXIT.unreachable,
  'outcome-unknown': EXIT.outcomeUnknown,
  expired: EXIT.expired,
  denied: EXIT.denied,
  forbidden: EXIT.denied,
  unauthenticated: EXIT.denied,
  'unknown-desk': EXIT.denied,
  'bad-desk-signature': EXIT.denied,
};

/** The exit code that a reason asks for, where it asks for one. */
export function exitOfCode(code: string): ExitCode | undefined {
  return EXITS[code];
}

/** Whatever was thrown, as one sentence with an exit code. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (isRejection(error)) {
    return new Failure(exitOfCode(error.code) ?? EXIT.failed, error.code, error.message, error.hint);
  }
  const what = error instanceof Error ? error.message : String(error);
  return new Failure(
    EXIT.failed,
    'internal',
    `something went wrong inside quorate: ${what}`,
    'QUORATE_DEBUG=1 shows where; please report it.',
  );
}

interface Rejection extends Error {
  readonly code: string;
  readonly hint: string | undefined;
}

/** RequestRejected of tss-core, known by its name: commands that never touch cryptography need not load it. */
function isRejection(error: unknown): error is Rejection {
  return (
    error instanceof Error && error.name === 'RequestRejected' && 'code' in error && typeof error.code === 'string'
  );
}
