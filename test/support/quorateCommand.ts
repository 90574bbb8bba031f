import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { builtProgram } from './builtPrograms.ts';

export interface Answer {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `pnpm quorate` runs, or what `pnpm build` makes of it. */
export type Form = 'source' | 'built';

const MAIN: Readonly<Record<Form, readonly string[]>> = {
  source: ['--conditions=quorate-src', fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))],
  built: [fileURLToPath(builtProgram('quorate'))],
};

/** Starts `quorate` as a user does: a process of its own, its output not a terminal. */
export function startQuorate(cwd: string, argv: readonly string[], form: Form = 'built'): ChildProcess {
  const main = ['--disable-warning=ExperimentalWarning', ...MAIN[form]];
  return spawn(process.execPath, [...main, ...argv], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

export async function quorate(cwd: string, ...argv: readonly string[]): Promise<Answer> {
  return answerOf(startQuorate(cwd, argv));
}

export function answerOf(child: ChildProcess): Promise<Answer> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => child.once('close', (exit) => resolve({ exit, stdout, stderr })));
}
