import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The command line of a running process, arguments separated by blanks; undefined when there is no such process (or
 * only its zombie). A pid alone says little: it is given to somebody else after a restart.
 */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? linuxCommandLine(pid) : psCommandLine(pid);
}

async function linuxCommandLine(pid: number): Promise<string | undefined> {
  try {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return line === '' ? undefined : line.replaceAll('\0', ' ').trim();
  } catch {
    return undefined;
  }
}

async function psCommandLine(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return stdout.trim() === '' ? undefined : stdout.trim();
  } catch {
    return undefined;
  }
}

/** Whether `pid` is the daemon that was started with this config file (an absolute path, so nobody else has it). */
export async function isOurs(pid: number, configFile: string): Promise<boolean> {
  const line = await commandLineOf(pid);
  return line !== undefined && ` ${line} `.includes(` ${configFile} `);
}
