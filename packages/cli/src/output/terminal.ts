import { errorCode } from './errorCode.ts';
import { EXIT } from './exitCode.ts';

/** Where a command speaks, and to whom. The real one is the process; tests pass their own. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person reads stdout in colour. */
  readonly colours: boolean;
  /** Whether a person reads stderr: progress is shown to nobody else. */
  readonly errIsTerminal: boolean;
}

export function processTerminal(): Terminal {
  // `quorate key list | head -1`: a reader that has seen enough is no failure.
  process.stdout.on('error', (error) => {
    if (errorCode(error) !== 'EPIPE') unsaid(errorCode(error));
  });
  // Nobody is left who could be told.
  process.stderr.on('error', () => {});
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colours: process.stdout.isTTY === true && process.stdout.hasColors(),
    errIsTerminal: process.stderr.isTTY === true,
  };
}

/** A full disk below `> file`: what the command did is done, but a script must not take what it finds there for the answer. */
function unsaid(code: string): void {
  process.stderr.write(`error: the answer cannot be written to stdout (${code}); what was asked for may be done\n`);
  process.once('exit', () => {
    process.exitCode ||= EXIT.failed;
  });
}
