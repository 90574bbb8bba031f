import { randomBytes } from 'node:crypto';
import { DEFAULT_DIR } from './cluster/layout.ts';
import type { Context } from './context.ts';
import { lazyInterruption } from './interruption.ts';
import { Ended } from './output/ended.ts';
import { EXIT, type ExitCode } from './output/exitCode.ts';
import { createOutput, type Report } from './output/output.ts';
import type { Terminal } from './output/terminal.ts';
import { toFailure } from './output/toFailure.ts';
import { buildProgram } from './program.ts';

/** Runs one command line (without `node` and the script). Never throws: whatever happens becomes output and a code. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const json = wantsJson(argv);
  const output = createOutput(terminal, json);
  const interruption = lazyInterruption();
  let exit: ExitCode = EXIT.done;
  let help = '';
  const finish = async (report: Report) => {
    output.report(report);
    exit = report.exit ?? EXIT.done;
    await report.afterwards?.();
  };
  try {
    const program = buildProgram({
      context: (dir): Context => ({
        output,
        dir: dir ?? DEFAULT_DIR,
        now: Date.now,
        random: randomBytes,
        interruption,
      }),
      finish,
      help: (text) => {
        help += text;
      },
      json,
    });
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof Ended) {
      output.report({ human: help, json: { text: help } });
      return error.exit;
    }
    const failure = toFailure(error);
    output.fail(failure);
    if (process.env.QUORATE_DEBUG && error instanceof Error) terminal.err(`${error.stack}\n`);
    return failure.exit;
  }
}

/** Before anything is parsed, since a command line that cannot be parsed is answered in JSON as well. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json');
}
