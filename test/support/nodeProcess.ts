import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const DAEMON = fileURLToPath(import.meta.resolve('@quorate/node/daemon'));

/** How a daemon ended and all it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface NodeProcess {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it says that it serves, rejects if it ends before. */
  readonly ready: Promise<void>;
  readonly ended: Promise<Ended>;
}

/** Starts a node as its operator does, as a process of its own. */
export function nodeProcess(configFile: string, env: Readonly<Record<string, string>> = {}): NodeProcess {
  const flags = ['--conditions=quorate-src', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, DAEMON, configFile], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  const ready = Promise.withResolvers<void>();
  collect(child, said, () => ready.resolve());
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      ready.reject(new Error(`ended before it was ready: ${said.stderr}`));
      resolve({ code, signal, ...said });
    });
  });
  ready.promise.catch(() => undefined); // not everybody waits for it
  return { pid: child.pid ?? 0, kill: (signal) => void child.kill(signal), ready: ready.promise, ended };
}

function collect(child: ChildProcess, said: { stdout: string; stderr: string }, onReady: () => void): void {
  child.stdout?.on('data', (chunk: unknown) => {
    said.stdout += String(chunk);
    if (said.stdout.includes('"msg":"ready"')) onReady();
  });
  child.stderr?.on('data', (chunk: unknown) => {
    said.stderr += String(chunk);
  });
}
