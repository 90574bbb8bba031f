import type { Command } from 'commander';
import type { HsmInitOptions } from '../commands/hsmInit.ts';
import type { HsmStatusOptions } from '../commands/hsmStatus.ts';
import type { ModuleOptions } from '../hsm/moduleOptions.ts';
import { perform, type Shell, withExamples } from './shell.ts';

const LIB = '/usr/lib/softhsm/libsofthsm2.so';

export function addHsmCommands(program: Command, shell: Shell): void {
  const hsm = program
    .command('hsm')
    .summary('hardware security modules for nodes, over PKCS#11')
    .description(
      'Look at a hardware security module, and make the keys of a node inside it. Works with any PKCS#11 library.',
    );
  addProbe(hsm, shell);
  addInit(hsm, shell);
  addStatus(hsm, shell);
}

function withModule(command: Command): Command {
  return command
    .requiredOption('--module <library>', 'the PKCS#11 library of the vendor')
    .option('--token <label>', 'the label of the token')
    .option('--pin-file <file>', 'a file with the PIN, mode 0600')
    .option('--pin-env <name>', 'an environment variable with the PIN')
    .option('--ask-pin', 'type the PIN');
}

function withKeys(command: Command): Command {
  return command.option('--keys <prefix>', 'what the labels of the keys begin with', 'quorate');
}

function addProbe(hsm: Command, shell: Shell): void {
  const probe = withModule(hsm.command('probe'))
    .summary('can a node use this module?')
    .description(
      'Report what a module offers and how it behaves. With the PIN everything that a node needs is tried out, with keys ' +
        'that exist only meanwhile; nothing stays on the token. Exit code 1 when something needed is missing.',
    )
    .action((options: ModuleOptions) =>
      perform(shell, probe, async (context) => (await import('../commands/hsmProbe.ts')).hsmProbe(context, options)),
    );
  withExamples(probe, `quorate hsm probe --module ${LIB}`, `quorate hsm probe --module ${LIB} --token ops --ask-pin`);
}

function addInit(hsm: Command, shell: Shell): void {
  const init = withKeys(withModule(hsm.command('init')))
    .summary('make the keys of a node inside a module')
    .description(
      'Make the two keys of a node inside a module: one that seals its shares (AES-256), one that signs its approvals ' +
        '(P-256). Neither can leave the module. Keys that are there are never replaced.',
    )
    .option('--record <file>', 'write down what was made, signed by the new attestation key')
    .action((options: HsmInitOptions) =>
      perform(shell, init, async (context) => (await import('../commands/hsmInit.ts')).hsmInit(context, options)),
    );
  withExamples(init, `quorate hsm init --module ${LIB} --token ops --ask-pin --record ceremony.json`);
}

function addStatus(hsm: Command, shell: Shell): void {
  const status = withKeys(withModule(hsm.command('status')))
    .summary('the token, its PIN and the keys of a node')
    .description('Show a token, whether its PIN can be used, and, with the PIN, the keys of a node on it.')
    .action((options: HsmStatusOptions) =>
      perform(shell, status, async (context) => (await import('../commands/hsmStatus.ts')).hsmStatus(context, options)),
    );
  withExamples(status, `quorate hsm status --module ${LIB} --token ops --pin-file pin`);
}
