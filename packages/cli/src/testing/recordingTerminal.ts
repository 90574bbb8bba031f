import type { Terminal } from '../output/terminal.ts';

export interface RecordingTerminal extends Terminal {
  stdout(): string;
  stderr(): string;
}

/** A terminal that remembers what was written to it. */
export function recordingTerminal(
  traits: Partial<Pick<Terminal, 'colours' | 'errIsTerminal'>> = {},
): RecordingTerminal {
  let out = '';
  let err = '';
  return {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colours: traits.colours ?? false,
    errIsTerminal: traits.errIsTerminal ?? false,
    stdout: () => out,
    stderr: () => err,
  };
}
