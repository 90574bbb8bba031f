import { type Command, Option } from 'commander';
import type { KeyAddressOptions } from '../commands/keyAddress.ts';
import type { KeyCreateOptions } from '../commands/keyCreate.ts';
import { ADDRESS_TYPE_NAMES, CHAIN_NAMES, NETWORK_NAMES, SCHEME_NAMES } from '../input/choices.ts';
import { parseLifetime } from '../input/duration.ts';
import { parseThreshold } from '../input/nodeCount.ts';
import { parsePath } from '../input/path.ts';
import { parseQuorum, parseRequired, type QuorumOption } from '../input/quorumOption.ts';
import { perform, type Shell, withExamples } from './shell.ts';

export function addKeyCommands(program: Command, shell: Shell): void {
  const key = program
    .command('key')
    .summary('create keys and look at them')
    .description('Create keys that exist nowhere whole, and look at them.');
  addCreate(key, shell);
  addList(key, shell);
  addShow(key, shell);
  addAddress(key, shell);
}

function addCreate(key: Command, shell: Shell): void {
  const create = key
    .command('create')
    .argument('<name>', 'lowercase letters, digits and hyphens')
    .summary('let the nodes generate a key together')
    .description(
      'Let the nodes generate a key together. The address is shown only after every party certified the key and proved ' +
        'that it stored its share.',
    )
    .addOption(new Option('--scheme <scheme>', 'the signature scheme').choices(SCHEME_NAMES).makeOptionMandatory())
    .option('--threshold <t>', 'how many of all nodes must sign (default: a majority)', parseThreshold)
    .addOption(
      new Option('--quorum <t:nodes>', 'who may sign and how many must; given several times, every quorum is required')
        .argParser<QuorumOption[]>((text, previous = []) => [...previous, parseQuorum(text)])
        .conflicts('threshold'),
    )
    .addOption(
      new Option(
        '--require <node>',
        'nothing is signed without it; --require 1:hsm-1,hsm-2: without either of them',
      ).argParser<QuorumOption[]>((text, previous = []) => [...previous, parseRequired(text)]),
    )
    .option('--accept-loss', 'accept that the loss of one node can lose this key')
    .option('--order-file <file>', 'write the signed order to a file, for other admins to sign, and send nothing')
    .option(
      '--expires <duration>',
      'with --order-file: how long the order may be sent: 10m, 2h, 7d (default: 1d)',
      parseLifetime,
    )
    .action((name: string, options: KeyCreateOptions) =>
      perform(shell, create, async (context) =>
        (await import('../commands/keyCreate.ts')).keyCreate(context, name, options),
      ),
    );
  withExamples(
    create,
    'quorate key create treasury --scheme frost-secp256k1-tr',
    'quorate key create hot --scheme frost-ed25519 --threshold 2',
    'quorate key create vault --scheme frost-ed25519 --quorum 2:node-1,node-2,node-3 --quorum 1:node-4,node-5',
    'quorate key create safe --scheme frost-secp256k1-tr --order-file safe.order --expires 2d',
    'quorate key create cold --scheme frost-ed25519 --threshold 2 --require 1:hsm-1,hsm-2',
  );
}

function addList(key: Command, shell: Shell): void {
  const list = key
    .command('list')
    .summary('every key of the cluster')
    .description('List every key of the cluster. Each is checked against the pinned cluster file first.')
    .action(() => perform(shell, list, async (context) => (await import('../commands/keyList.ts')).keyList(context)));
  withExamples(list, 'quorate key list', 'quorate key list --json');
}

function addShow(key: Command, shell: Shell): void {
  const show = key
    .command('show')
    .argument('<name>', 'the name of a key')
    .summary('parties, quorums, who can sign, and the certificate')
    .description(
      'Show a key: its parties and quorums, every smallest set that can sign, its certificate and what was verified.',
    )
    .action((name: string) =>
      perform(shell, show, async (context) => (await import('../commands/keyShow.ts')).keyShow(context, name)),
    );
  withExamples(show, 'quorate key show treasury');
}

function addAddress(key: Command, shell: Shell): void {
  const address = key
    .command('address')
    .argument('<name>', 'the name of a key')
    .summary('the address to be paid at, and nothing else')
    .description(
      'Print the address of a key, after checking its certificate. P-256 keys have none: their x and y are said.',
    )
    .addOption(new Option('--chain <chain>', 'where; needed if the key has addresses on several').choices(CHAIN_NAMES))
    .addOption(new Option('--network <network>', 'the Bitcoin network').choices(NETWORK_NAMES).default('mainnet'))
    .addOption(
      new Option(
        '--type <type>',
        'the kind of Bitcoin address (default: p2tr for taproot keys, p2wpkh for ECDSA keys)',
      ).choices(ADDRESS_TYPE_NAMES),
    )
    .option('--path <path>', 'the address of a key below it: m/0/7 (not for Ed25519 keys)', parsePath)
    .action((name: string, options: KeyAddressOptions) =>
      perform(shell, address, async (context) =>
        (await import('../commands/keyAddress.ts')).keyAddress(context, name, options),
      ),
    );
  withExamples(
    address,
    'quorate key address treasury --network regtest',
    'quorate key address treasury --path m/0/7',
    'quorate key address treasury --chain bitcoin --type p2tr',
  );
}
