import { type Command, Option } from 'commander';
import { parseCosigners } from '../input/cosigners.ts';
import { parseLifetime } from '../input/duration.ts';
import { parsePath } from '../input/path.ts';
import { parseRequestId } from '../input/requestId.ts';

/** What every `sign` command takes: see `SignOptions`. */
export function withRequestOptions(command: Command): Command {
  return command
    .requiredOption('--key <name>', 'the key that signs')
    .option(
      '--path <path>',
      'sign with a key below it: m/0/7 (not for Ed25519 keys; default: the key itself)',
      parsePath,
    )
    .option(
      '--cosign <nodes>',
      'nodes that must take part, by commas, where the key only lets them: hsm-1',
      parseCosigners,
    )
    .option('--id <id>', 'the request id: give it again to resume (default: a fresh one)', parseRequestId)
    .addOption(
      new Option('--expires <duration>', 'how long the nodes may take: 90s, 10m, 2h, 7d')
        .argParser(parseLifetime)
        .default(600, '10m'),
    )
    .option('--no-wait', 'send it and exit with code 4; `quorate request watch ID` waits for it');
}
