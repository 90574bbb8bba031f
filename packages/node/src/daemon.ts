import { flushCompileCache } from 'node:module';
import { RequestRejected } from '@quorate/tss-core';
import { loadNodeConfig } from './config/index.ts';
import { type RunningNode, startNode } from './main.ts';
import { createLogger } from './telemetry/index.ts';

/** The executable: `daemon.ts path/to/node.yaml`. Exit codes: 0 stopped, 2 refused to start, 1 anything else. */

const STOPPED = 0;
const FAILED = 1;
const REFUSED = 2;

async function run([configFile, ...others]: readonly string[]): Promise<number> {
  let node: RunningNode | undefined;
  // Before it serves there is nothing to put in order: a node that waits for its passphrase must not wait for ever.
  const stop = () => (node ? void node.stop() : process.exit(STOPPED));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    if (configFile === undefined || others.length > 0)
      throw new RequestRejected('usage', 'give the path of a node.yaml');
    node = await startNode(loadNodeConfig(configFile));
    // Where Node is told to keep compiled code, the next start is faster even if this one ends by a kill.
    flushCompileCache();
    return (await node.stopped) === undefined ? STOPPED : FAILED;
  } catch (problem) {
    return refuse(problem);
  }
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

process.exitCode = await run(process.argv.slice(2));
