import { parseArgs } from 'node:util';
import { RequestRejected } from '@quorate/tss-core';
import { loadConfig } from './config/config.ts';
import { type RunningCoordinator, startCoordinator } from './main.ts';
import { createLog } from './telemetry/log.ts';

/**
 * The executable: `daemon.ts [--behind-proxy] path/to/coordinator.yaml`.
 * Exit codes: 0 stopped, 2 refused to start, 1 anything else.
 */

const STOPPED = 0;
const FAILED = 1;
const REFUSED = 2;

async function run(args: readonly string[]): Promise<number> {
  try {
    const { file, behindProxy } = parseCommandLine(args);
    return await serve(await startCoordinator(loadConfig(file, behindProxy ? { behindProxy } : {})));
  } catch (problem) {
    return refuse(problem);
  }
}

function parseCommandLine(args: readonly string[]): { file: string; behindProxy: boolean } {
  const usage = new RequestRejected('usage', 'give the path of a coordinator.yaml');
  try {
    const options = { 'behind-proxy': { type: 'boolean', default: false } } as const;
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw usage;
    return { file, behindProxy: values['behind-proxy'] };
  } catch {
    throw usage;
  }
}

async function serve(coordinator: RunningCoordinator): Promise<number> {
  await new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await coordinator.stop();
  return STOPPED;
}

function refuse(problem: unknown): number {
  const log = createLog('info', 'none');
  if (problem instanceof RequestRejected) {
    const { code, message, hint } = problem;
    log.fatal({ code, hint }, message);
    process.stderr.write(`quorate coordinator: ${message}${hint === undefined ? '' : `\n  ${hint}`}\n`);
    return REFUSED;
  }
  log.fatal({ err: problem }, 'the coordinator failed to start');
  process.stderr.write('quorate coordinator: failed to start by an error of its own; the log line above says more\n');
  return FAILED;
}

process.exitCode = await run(process.argv.slice(2));
