import type { Command } from 'commander';
import { parseListLimit, parseRequestId } from '../input/requestId.ts';
import { perform, type Shell, withExamples } from './shell.ts';

export function addRequestCommands(program: Command, shell: Shell): void {
  const request = program
    .command('request')
    .summary('what was asked for, and what became of it')
    .description('What this desk asked for, and what became of it.');
  addList(request, shell);
  addShow(request, shell);
  addWatch(request, shell);
  addCancel(request, shell);
}

function addList(request: Command, shell: Shell): void {
  const list = request
    .command('list')
    .summary('requests of this desk, newest first')
    .description('List the requests of this desk, newest first.')
    .option('--limit <n>', 'how many at most', parseListLimit, 20)
    .action((options: { limit: number }) =>
      perform(shell, list, async (context) =>
        (await import('../commands/requestList.ts')).requestList(context, options.limit),
      ),
    );
  withExamples(list, 'quorate request list --limit 5');
}

function addShow(request: Command, shell: Shell): void {
  const show = request
    .command('show')
    .argument('<id>', 'a request id', parseRequestId)
    .summary('one request: state, attempts, denials')
    .description('Show one request: its state, every attempt, every denial. The exit code tells the state.')
    .action((id: string) =>
      perform(shell, show, async (context) => (await import('../commands/requestShow.ts')).requestShow(context, id)),
    );
  withExamples(show, 'quorate request show payroll-2027-03');
}

function addWatch(request: Command, shell: Shell): void {
  const watch = request
    .command('watch')
    .argument('<id>', 'a request id', parseRequestId)
    .summary('wait until a request is decided')
    .description('Wait until a request is signed, denied, failed, expired or cancelled. The exit code tells which.')
    .action((id: string) =>
      perform(shell, watch, async (context) => (await import('../commands/requestWatch.ts')).requestWatch(context, id)),
    );
  withExamples(watch, 'quorate request watch payroll-2027-03');
}

function addCancel(request: Command, shell: Shell): void {
  const cancel = request
    .command('cancel')
    .argument('<id>', 'a request id', parseRequestId)
    .summary('take a request back')
    .description('Take a request back. What is signed already stays signed.')
    .action((id: string) =>
      perform(shell, cancel, async (context) =>
        (await import('../commands/requestCancel.ts')).requestCancel(context, id),
      ),
    );
  withExamples(cancel, 'quorate request cancel payroll-2027-03');
}
