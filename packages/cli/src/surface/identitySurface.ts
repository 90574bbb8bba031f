import type { Command } from 'commander';
import { perform, type Shell, withExamples } from './shell.ts';

export function addIdentityCommands(program: Command, shell: Shell): void {
  const identity = program
    .command('identity')
    .summary('the key of a node or coordinator')
    .description('Make and look at the key by which a node or a coordinator is known (secp256k1).');
  const fresh = identity
    .command('new')
    .argument('<file>', 'where to write the secret key')
    .summary('make one, and print what is public of it')
    .description(
      'Make an identity: writes the secret key to a new file that only its owner may read, and prints the public key and ' +
        'the peer id, which go into the cluster file. Never replaces a file.',
    )
    .action((file: string) =>
      perform(shell, fresh, async (context) => (await import('../commands/identityNew.ts')).identityNew(context, file)),
    );
  withExamples(fresh, 'quorate identity new identity.key');
  const show = identity
    .command('show')
    .argument('<file>', 'a secret key made by `quorate identity new`')
    .summary('its public key and peer id')
    .description('Print the public key and the peer id of an identity; never the secret key.')
    .action((file: string) =>
      perform(shell, show, async (context) =>
        (await import('../commands/identityShow.ts')).identityShow(context, file),
      ),
    );
  withExamples(show, 'quorate identity show identity.key', 'quorate identity show identity.key --json | jq -r .peerId');
}
