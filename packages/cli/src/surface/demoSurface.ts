import type { Command } from 'commander';
import { perform, type Shell, withExamples } from './shell.ts';

export function addDemoCommand(program: Command, shell: Shell): void {
  const demo = program
    .command('demo')
    .summary('the whole story in a minute, on this machine')
    .description(
      'Start three node processes and a coordinator in a temporary directory, generate keys, sign Bitcoin, Solana and ' +
        'Ethereum transactions, refuse thefts, kill a node in the middle; with SoftHSM2, a key that a module must sign for; ' +
        'verify everything with other libraries; clean up.',
    )
    .option('--keep', 'leave the directory for a look')
    .action((options: { keep?: boolean }) =>
      perform(shell, demo, async (context) => (await import('../demo/demo.ts')).demo(context, options)),
    );
  withExamples(demo, 'quorate demo');
}
