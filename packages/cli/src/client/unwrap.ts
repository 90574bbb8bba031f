import type { Failure as ClientFailure, Result } from '@quorate/client';
import { EXIT, type ExitCode } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import { exitOfCode } from '../output/toFailure.ts';

const EXITS: Readonly<Record<ClientFailure['kind'], ExitCode>> = {
  denied: EXIT.denied,
  failed: EXIT.failed,
  expired: EXIT.expired,
  'outcome-unknown': EXIT.outcomeUnknown,
  unreachable: EXIT.unreachable,
};

const START_IT = 'Is it running? `quorate cluster up` starts a local cluster; client.yaml names the address.';

/** A client's failure with the exit code that scripts know it by. */
export function asFailure(failure: ClientFailure, details: Readonly<Record<string, unknown>> = {}): Failure {
  const { kind, code, sentence } = failure;
  const hint = code === 'unreachable' ? START_IT : failure.hint;
  return new Failure(exitOfCode(code) ?? EXITS[kind], code, sentence, hint, details);
}

/** What the client got, or its failure thrown. */
export function unwrap<T>(result: Result<T>): T {
  if (result.kind === 'done') return result.value;
  throw asFailure(result);
}
