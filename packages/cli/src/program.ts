import { Command, type CommanderError } from 'commander';
import { DEFAULT_DIR } from './cluster/layout.ts';
import { Ended } from './output/ended.ts';
import { EXIT } from './output/exitCode.ts';
import { usage } from './output/failure.ts';
import { addClusterCommands } from './surface/clusterSurface.ts';
import { addDemoCommand } from './surface/demoSurface.ts';
import { addEvidenceCommands } from './surface/evidenceSurface.ts';
import { addHsmCommands } from './surface/hsmSurface.ts';
import { addIdentityCommands } from './surface/identitySurface.ts';
import { addKeyCommands } from './surface/keySurface.ts';
import { addOrderCommands } from './surface/orderSurface.ts';
import { addPersonCommands } from './surface/personSurface.ts';
import { addRequestCommands } from './surface/requestSurface.ts';
import type { Shell } from './surface/shell.ts';
import { addSignCommands } from './surface/signSurface.ts';
import { addStatusCommand } from './surface/statusSurface.ts';
import { VERSION } from './version.ts';

const EPILOGUE = `
Exit codes:
  0 done   1 failed   2 usage   3 denied   4 pending   5 expired
  6 outcome unknown: retry with the same --id   7 unreachable, nothing was sent

From nothing to a signature:
  $ quorate cluster up --nodes 3 --detach
  $ quorate key create treasury --scheme frost-secp256k1-tr
  $ quorate key address treasury
  $ quorate sign message --key treasury "hello"
  $ quorate cluster down`;

/** The whole command line, as declared under `surface/`. */
export function buildProgram(shell: Shell): Command {
  const program = new Command('quorate')
    .description('Threshold signatures: keys that exist nowhere whole, signed by nodes that read what they sign.')
    .version(VERSION)
    .option('--dir <directory>', `where the cluster's files are (default ./${DEFAULT_DIR})`)
    .option('--json', 'print exactly one JSON object on stdout, errors included')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => shell.help(text), writeErr: () => {}, outputError: () => {} })
    .addHelpText('after', EPILOGUE);
  addClusterCommands(program, shell);
  addStatusCommand(program, shell);
  addKeyCommands(program, shell);
  addOrderCommands(program, shell);
  addSignCommands(program, shell);
  addRequestCommands(program, shell);
  addEvidenceCommands(program, shell);
  addIdentityCommands(program, shell);
  addPersonCommands(program, shell);
  addHsmCommands(program, shell);
  addDemoCommand(program, shell);
  explainExits(program, shell);
  return program;
}

/** Commander ends the process on its own; here every end becomes an exception with our exit code. */
function explainExits(command: Command, shell: Shell): void {
  command.exitOverride((error) => {
    throw ending(error, command, shell);
  });
  for (const child of command.commands) explainExits(child, shell);
}

function ending(error: CommanderError, command: Command, shell: Shell): Error {
  if (error.exitCode === 0) return new Ended(EXIT.done);
  const hint = `See: ${pathOf(command)} --help`;
  if (error.code !== 'commander.help') return usage(error.message.replace(/^error: /, '').replaceAll('\n', ' '), hint);
  if (command.parent || shell.json) return usage(`${pathOf(command)} needs a command: ${childrenOf(command)}`, hint);
  command.outputHelp();
  return new Ended(EXIT.usage);
}

function childrenOf(command: Command): string {
  return command.commands.map((child) => child.name()).join(', ');
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
