import { RequestRejected } from '@quorate/tss-core';
import { loadNodeConfig } from './config/index.ts';
import { type RunningNode, startNode } from './main.ts';
import { createLogger } from './telemetry/index.ts';

/** The executable: `daemon.ts path/to/node.yaml`. Exit codes: 0 stopped, 2 refused to start, 1 anything else. */

const STOPPED = 0;
const FAILED = 1;
const REFUSED = 2;

async function run(configFile: string | undefined): Promise<number> {
  try {
    if (configFile === undefined) throw new RequestRejected('usage', 'give the path of a node.yaml');
    return await serve(await startNode(loadNodeConfig(configFile)));
  } catch (problem) {
    return refuse(problem);
  }
}

async function serve(node: RunningNode): Promise<number> {
  const stop = () => void node.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return (await node.stopped) === undefined ? STOPPED : FAILED;
}

function refuse(problem: unknown): number {
  const log = createLogger('info', {});
  if (problem instanceof RequestRejected) {
    const { code, message, hint } = problem;
    log.fatal({ code, hint }, message);
    process.stderr.write(`quorate node: ${message}${hint === undefined ? '' : `\n  ${hint}`}\n`);
    return REFUSED;
  }
  log.fatal({ err: problem }, 'the node failed to start');
  process.stderr.write('quorate node: failed to start by an error of its own; the log line above says more\n');
  return FAILED;
}

process.exitCode = await run(process.argv[2]);
