import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface DaemonCommand {
  /** The daemon's program, a file URL; TypeScript when running from source. */
  readonly program: string;
  /** Absolute path of its config file. */
  readonly config: string;
  /** Its output is appended here. */
  readonly log: string;
}

export interface StartedDaemon {
  readonly pid: number;
  /** How it ended, if it has. */
  exit(): DaemonExit | undefined;
  /** Resolves when it ends. */
  readonly ended: Promise<DaemonExit>;
  /** Where its own lines begin in the log file. */
  readonly logOffset: number;
}

export interface DaemonExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Starts a daemon in a process group of its own, so that Ctrl-C reaches only whoever started it, who then stops it in
 * order. It outlives this process unless stopped.
 */
export async function spawnDaemon(command: DaemonCommand): Promise<StartedDaemon> {
  await using log = await open(command.log, 'a', 0o600);
  const logOffset = (await log.stat()).size;
  const child = spawn(process.execPath, daemonArguments(command), {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: daemonEnvironment(process.env),
  });
  const ended = endOf(child);
  await spawned(child);
  child.unref();
  let exit: DaemonExit | undefined;
  void ended.then((end) => {
    exit = end;
  });
  return { pid: child.pid ?? 0, exit: () => exit, ended, logOffset };
}

function daemonArguments({ program, config }: DaemonCommand): string[] {
  const path = fileURLToPath(program);
  const fromSource = path.endsWith('.ts') ? ['--conditions=quorate-src'] : [];
  return [...fromSource, '--disable-warning=ExperimentalWarning', path, config];
}

/** Daemons read their configs, not the caller's environment. Compiled code is kept where the caller keeps its own. */
function daemonEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];
  const codeOfThisVersion = getCompileCacheDir();
  return {
    ...Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
    ...(codeOfThisVersion ? { NODE_COMPILE_CACHE: dirname(codeOfThisVersion) } : {}),
  };
}

function endOf(child: ChildProcess): Promise<DaemonExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}
