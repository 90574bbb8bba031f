import type { Command } from 'commander';
import { perform, type Shell, withExamples } from './shell.ts';

export function addOrderCommands(program: Command, shell: Shell): void {
  const order = program
    .command('order')
    .summary('orders of keys that several admins must sign')
    .description(
      'Orders of keys, in a file that goes from admin to admin. `quorate key create --order-file` writes it.',
    );
  addSign(order, shell);
  addSend(order, shell);
}

function addSign(order: Command, shell: Shell): void {
  const sign = order
    .command('sign')
    .argument('<file>', 'an order')
    .summary('add the signature of this admin')
    .description('Show what an order is for, and add the signature of the admin in client.yaml to the file.')
    .action((file: string) =>
      perform(shell, sign, async (context) => (await import('../commands/orderSign.ts')).orderSign(context, file)),
    );
  withExamples(sign, 'quorate order sign safe.order');
}

function addSend(order: Command, shell: Shell): void {
  const send = order
    .command('send')
    .argument('<file>', 'an order that enough admins have signed')
    .summary('let the nodes generate the key')
    .description('Send an order that enough admins have signed, and wait for the key, as `quorate key create` does.')
    .action((file: string) =>
      perform(shell, send, async (context) => (await import('../commands/orderSend.ts')).orderSend(context, file)),
    );
  withExamples(send, 'quorate order send safe.order');
}
