import type { ExitCode } from '../output/exitCode.ts';
import { run } from '../run.ts';
import { recordingTerminal } from './recordingTerminal.ts';

/** What a command line answers, off a terminal. */
export async function quorate(...argv: readonly string[]): Promise<{ exit: ExitCode; out: string; err: string }> {
  const terminal = recordingTerminal();
  const exit = await run(argv, terminal);
  return { exit, out: terminal.stdout(), err: terminal.stderr() };
}
