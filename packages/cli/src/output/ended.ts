import type { ExitCode } from './exitCode.ts';

/** The command line was answered already (`--help`, `--version`): nothing is left to say. */
export class Ended extends Error {
  readonly exit: ExitCode;

  constructor(exit: ExitCode) {
    super('ended');
    this.name = 'Ended';
    this.exit = exit;
  }
}
