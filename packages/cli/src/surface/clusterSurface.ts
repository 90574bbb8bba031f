import type { Command } from 'commander';
import type { ClusterUpOptions } from '../commands/clusterUp.ts';
import { parseNodeCount } from '../input/nodeCount.ts';
import { perform, type Shell, withExamples } from './shell.ts';

export function addClusterCommands(program: Command, shell: Shell): void {
  const cluster = program
    .command('cluster')
    .summary('run a local cluster; sign and check the cluster file of a real one')
    .description('Run a local cluster, or sign and check the cluster file of a real one.');
  addUp(cluster, shell);
  addDown(cluster, shell);
  addSign(cluster, shell);
  addCheck(cluster, shell);
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
    .option('--with-hsm', 'one node more, hsm-1, whose shares a software HSM seals (SoftHSM2 must be installed)')
    .option('--detach', 'leave them running in the background; `quorate cluster down` stops them')
    .action((options: ClusterUpOptions) =>
      perform(shell, up, async (context) => (await import('../commands/clusterUp.ts')).clusterUp(context, options)),
    );
  withExamples(
    up,
    'quorate cluster up --nodes 3',
    'quorate cluster up --nodes 5 --dir /tmp/five --detach',
    'quorate cluster up --with-hsm',
  );
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

function addSign(cluster: Command, shell: Shell): void {
  const sign = cluster
    .command('sign')
    .argument('<file>', 'the cluster file, complete but for signatures')
    .summary("add one node's signature to a cluster file")
    .description(
      "Show in plain words what a cluster file says, and add one node's signature to it. Read it first: " +
        '`quorate cluster check` shows the same, and signs nothing.',
    )
    .requiredOption('--node <id>', 'the node that signs, as the file calls it')
    .requiredOption('--identity <file>', 'its secret key, made by `quorate identity new`')
    .action((file: string, options: { node: string; identity: string }) =>
      perform(shell, sign, async (context) =>
        (await import('../commands/clusterSign.ts')).clusterSign(context, file, options),
      ),
    );
  withExamples(sign, 'quorate cluster sign cluster.json --node node-1 --identity identity.key');
}

function addCheck(cluster: Command, shell: Shell): void {
  const check = cluster
    .command('check')
    .argument('<file>', 'a cluster file, signed by every node or not yet')
    .summary('what a cluster file says, and who has not signed it')
    .description(
      'Show what a cluster file says and verify it whole. The exit code is 0 only if every node has signed it; who has ' +
        'not is named.',
    )
    .option('--previous <file>', 'the one in use: shows what changes, and refuses what cannot follow it')
    .action((file: string, options: { previous?: string }) =>
      perform(shell, check, async (context) =>
        (await import('../commands/clusterCheck.ts')).clusterCheck(context, file, options),
      ),
    );
  withExamples(
    check,
    'quorate cluster check cluster.json',
    'quorate cluster check cluster-2.json --previous cluster.json',
  );
}
