import type { Command } from 'commander';
import { perform, type Shell, withExamples } from './shell.ts';

export function addEvidenceCommands(program: Command, shell: Shell): void {
  const evidence = program
    .command('evidence')
    .summary('check a proof that a node cheated')
    .description('Check a proof that a node cheated, offline.');
  const verify = evidence
    .command('verify')
    .argument('<file>', 'evidence as `quorate request show --json` gives it: base64 or binary')
    .summary('does this file convict a node?')
    .description('Tell whether a file of signed envelopes convicts a node of the pinned cluster file, and of what.')
    .option('--cluster <file>', 'the cluster file (default: the one of --dir)')
    .action((file: string, options: { cluster?: string }) =>
      perform(shell, verify, async (context) =>
        (await import('../commands/evidenceVerify.ts')).evidenceVerify(context, file, options.cluster),
      ),
    );
  withExamples(
    verify,
    'quorate evidence verify fault.evidence',
    'quorate evidence verify fault.evidence --cluster cluster.json',
  );
}
