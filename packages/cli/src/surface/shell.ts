import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';

/** What the declarations under `surface/` need to run a command. They import no command: `--help` stays fast. */
export interface Shell {
  context(dir: string | undefined): Context;
  finish(report: Report): Promise<void>;
  help(text: string): void;
  readonly json: boolean;
}

/** Runs a command with its context and reports what it found. */
export async function perform(
  shell: Shell,
  command: Command,
  work: (context: Context) => Promise<Report>,
): Promise<void> {
  const { dir } = command.optsWithGlobals<{ dir?: string }>();
  await shell.finish(await work(shell.context(dir)));
}

/** Adds examples below a command's help. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`);
}
