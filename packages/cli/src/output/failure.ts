import { EXIT, type ExitCode } from './exitCode.ts';

/** The command ended without doing what was asked. The message is one sentence a person can act on. */
export class Failure extends Error {
  readonly exit: ExitCode;
  /** A short machine-readable reason, kebab-case. */
  readonly code: string;
  /** What to do about it, where there is something to do. */
  readonly hint: string | undefined;
  /** Further facts for `--json`, beside `error`: a request id to resume, for instance. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    exit: ExitCode,
    code: string,
    message: string,
    hint?: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'Failure';
    this.exit = exit;
    this.code = code;
    this.hint = hint;
    this.details = details;
  }
}

/** The command line itself cannot be meant. */
export function usage(message: string, hint?: string): Failure {
  return new Failure(EXIT.usage, 'usage', message, hint);
}
