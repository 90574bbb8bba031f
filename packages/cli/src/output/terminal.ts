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
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colours: process.stdout.isTTY === true && process.stdout.hasColors(),
    errIsTerminal: process.stderr.isTTY === true,
  };
}
