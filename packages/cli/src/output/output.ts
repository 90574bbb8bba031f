import { printable } from '../render/printable.ts';
import type { ExitCode } from './exitCode.ts';
import type { Failure } from './failure.ts';
import { type Style, styleFor } from './style.ts';
import type { Terminal } from './terminal.ts';

/** What a command has to say at its end: the same facts for a program and for a person. */
export interface Report {
  readonly json: Readonly<Record<string, unknown>>;
  readonly human: string;
  /** Default 0. */
  readonly exit?: ExitCode;
  /** What goes on after the answer is given: a cluster in the foreground stays until it is interrupted. */
  readonly afterwards?: () => Promise<void>;
}

/** The only way to the terminal, so that `--json` is one object on stdout whatever happens. */
export interface Output {
  readonly style: Style;
  /** Something a person should read before the end. On stdout; silent with `--json`. */
  say(text: string): void;
  /** What is going on just now. On stderr, and only for a person at a terminal. */
  progress(text: string): void;
  /** Something that happened meanwhile and matters in a log as well. On stderr. */
  notice(text: string): void;
  report(report: Report): void;
  fail(failure: Failure): void;
}

export function createOutput(terminal: Terminal, json: boolean): Output {
  const style = styleFor(terminal.colours && !json);
  let last = '';
  const line = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  return {
    style,
    say(text) {
      if (!json) terminal.out(line(text));
    },
    progress(text) {
      if (!terminal.errIsTerminal || text === last) return;
      last = text;
      terminal.err(`· ${text}\n`);
    },
    notice(text) {
      terminal.err(line(text));
    },
    report(report) {
      terminal.out(json ? `${JSON.stringify(report.json)}\n` : line(report.human));
    },
    fail(failure) {
      if (json) terminal.out(`${JSON.stringify(failureObject(failure))}\n`);
      else terminal.err(failureText(failure));
    },
  };
}

function failureObject(failure: Failure): Record<string, unknown> {
  const { code, message, hint } = failure;
  return { error: { code, message, ...(hint === undefined ? {} : { hint }) }, ...failure.details };
}

function failureText({ message, hint }: Failure): string {
  return `error: ${shown(message)}\n${hint === undefined ? '' : `${shown(capitalized(hint))}\n`}`;
}

/** Sentences quote what stands in files of others, and what a coordinator said. */
function shown(sentences: string): string {
  return sentences.split('\n').map(printable).join('\n');
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
