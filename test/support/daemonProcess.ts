import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { builtProgram } from './builtPrograms.ts';

export type Program = 'node' | 'coordinator' | 'primedNode' | 'shortNode' | 'shortCoordinator';

/** How a daemon ended and all it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DaemonProcess {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it says that it serves, rejects if it ends before. */
  readonly ready: Promise<void>;
  readonly ended: Promise<Ended>;
  /** What it has said until now. */
  stdout(): string;
}

// A test run that is interrupted leaves nothing running.
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts a node as its operator does, as a process of its own. */
export function nodeProcess(configFile: string, env: Readonly<Record<string, string>> = {}): DaemonProcess {
  return daemonProcess('node', configFile, env);
}

export function daemonProcess(
  program: Program,
  configFile: string,
  env: Readonly<Record<string, string>> = {},
): DaemonProcess {
  const file = fileURLToPath(builtProgram(program));
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, configFile], {
    env: { PATH, NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  alive.add(child);
  const said = { stdout: '', stderr: '' };
  const ready = Promise.withResolvers<void>();
  collect(child, said, () => ready.resolve());
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      alive.delete(child);
      ready.reject(new Error(`ended before it was ready: ${said.stderr}`));
      resolve({ code, signal, ...said });
    });
  });
  ready.promise.catch(() => undefined); // not everybody waits for it
  const kill = (signal: NodeJS.Signals) => void child.kill(signal);
  return { pid: child.pid ?? 0, kill, ready: ready.promise, ended, stdout: () => said.stdout };
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
