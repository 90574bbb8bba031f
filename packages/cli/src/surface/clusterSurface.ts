import type { Command } from 'commander';
import { parseNodeCount } from '../input/nodeCount.ts';
import { perform, type Shell, withExamples } from './shell.ts';

export function addClusterCommands(program: Command, shell: Shell): void {
  const cluster = program
    .command('cluster')
    .summary('start and stop a local cluster')
    .description('Start and stop a local cluster.');
  addUp(cluster, shell);
  addDown(cluster, shell);
}

function addUp(cluster: Command, shell: Shell): void {
  const up = cluster
    .command('up')
    .summary('create a local cluster, or start the one that is there')
    .description(
      'Create a local cluster, or start the one that is there: node processes and a coordinator on this machine, with ' +
        'the same config files an operator writes by hand. It stays in the foreground until Ctrl-C, then stops them.',
    )
    .option('--nodes <n>', 'how many nodes a new cluster gets (default 3)', parseNodeCount)
    .option('--detach', 'leave them running in the background; `quorate cluster down` stops them')
    .action((options: { nodes?: number; detach?: boolean }) =>
      perform(shell, up, async (context) => (await import('../commands/clusterUp.ts')).clusterUp(context, options)),
    );
  withExamples(up, 'quorate cluster up --nodes 3', 'quorate cluster up --nodes 5 --dir /tmp/five --detach');
}

function addDown(cluster: Command, shell: Shell): void {
  const down = cluster
    .command('down')
    .summary('stop the local cluster; its keys stay on disk')
    .description('Stop the local cluster. Its keys and configs stay on disk: `quorate cluster up` starts it again.')
    .action(() =>
      perform(shell, down, async (context) => (await import('../commands/clusterDown.ts')).clusterDown(context)),
    );
  withExamples(down, 'quorate cluster down', 'quorate cluster down --dir /tmp/five');
}
