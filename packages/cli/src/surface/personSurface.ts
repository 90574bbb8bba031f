import type { Command } from 'commander';
import { perform, type Shell, withExamples } from './shell.ts';

export function addPersonCommands(program: Command, shell: Shell): void {
  const person = program
    .command('person')
    .summary('the key of a desk or admin')
    .description(
      'Make and look at the key of a desk, which asks for signatures, or an admin, who orders keys (Ed25519).',
    );
  const fresh = person
    .command('new')
    .argument('<file>', 'where to write the secret key')
    .summary('make one, and print its public key')
    .description(
      'Make the key of a desk or admin: writes it to a new file that only its owner may read, and prints the public key, ' +
        'which goes into the cluster file. Never replaces a file.',
    )
    .action((file: string) =>
      perform(shell, fresh, async (context) => (await import('../commands/personNew.ts')).personNew(context, file)),
    );
  withExamples(fresh, 'quorate person new payments.key');
  const show = person
    .command('show')
    .argument('<file>', 'a secret key made by `quorate person new`')
    .summary('its public key')
    .description('Print the public key of a desk or admin; never the secret key.')
    .action((file: string) =>
      perform(shell, show, async (context) => (await import('../commands/personShow.ts')).personShow(context, file)),
    );
  withExamples(show, 'quorate person show payments.key');
}
