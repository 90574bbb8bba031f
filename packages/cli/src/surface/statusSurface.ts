import type { Command } from 'commander';
import { perform, type Shell, withExamples } from './shell.ts';

export function addStatusCommand(program: Command, shell: Shell): void {
  const status = program
    .command('status')
    .summary('every node: pid, peer id, address, state, links')
    .description('Show the coordinator and every node: name, pid, peer id, address, state, links, rules.')
    .action(() => perform(shell, status, async (context) => (await import('../commands/status.ts')).status(context)));
  withExamples(status, 'quorate status', 'quorate status --json | jq ".nodes[].state"');
}
