import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

export interface Answer {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `quorate` as a user does: a process of its own, its output not a terminal. */
export function startQuorate(cwd: string, argv: readonly string[]): ChildProcess {
  const source = ['--conditions=quorate-src', '--disable-warning=ExperimentalWarning', MAIN];
  return spawn(process.execPath, [...source, ...argv], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
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
