import { RequestRejected } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { recordingTerminal } from '../testing/recordingTerminal.ts';
import { EXIT } from './exitCode.ts';
import { Failure } from './failure.ts';
import { createOutput } from './output.ts';
import { toFailure } from './toFailure.ts';

test('with --json, stdout is one object and nothing else', () => {
  const terminal = recordingTerminal({ errIsTerminal: true });
  const output = createOutput(terminal, true);
  output.say('what will be signed');
  output.progress('sending');
  output.report({ json: { state: 'signed' }, human: 'signed' });
  expect(terminal.stdout()).toBe('{"state":"signed"}\n');
  expect(terminal.stderr()).toBe('· sending\n');
});

test('progress is for a person at a terminal only, and not said twice', () => {
  const piped = recordingTerminal({ errIsTerminal: false });
  createOutput(piped, false).progress('sending');
  expect(piped.stderr()).toBe('');
  const watched = recordingTerminal({ errIsTerminal: true });
  const output = createOutput(watched, false);
  output.progress('sending');
  output.progress('sending');
  expect(watched.stderr()).toBe('· sending\n');
});

test('a failure is an object with what a script needs to go on', () => {
  const terminal = recordingTerminal({});
  createOutput(terminal, true).fail(
    new Failure(EXIT.denied, 'denied', 'node-2 denied it', 'Ask.', { requestId: 'r-1' }),
  );
  expect(JSON.parse(terminal.stdout())).toEqual({
    error: { code: 'denied', message: 'node-2 denied it', hint: 'Ask.' },
    requestId: 'r-1',
  });
});

test('a person reads the failure on stderr', () => {
  const terminal = recordingTerminal({});
  createOutput(terminal, false).fail(new Failure(EXIT.failed, 'x', 'it broke', 'Mend it.'));
  expect(terminal.stdout()).toBe('');
  expect(terminal.stderr()).toBe('error: it broke\nMend it.\n');
});

test('what a failure quotes of others moves no cursor and hides nothing', () => {
  const terminal = recordingTerminal({});
  const message = 'typed data: unknown field "\u009b2J\u202e"\nand more';
  createOutput(terminal, false).fail(new Failure(EXIT.failed, 'x', message, 'Ask\u001b[31m.'));
  expect(terminal.stderr()).toBe('error: typed data: unknown field "\\u{9b}2J\\u{202e}"\nand more\nAsk\\u{1b}[31m.\n');
});

test.each([
  ['unreachable', 7],
  ['outcome-unknown', 6],
  ['expired', 5],
  ['denied', 3],
  ['unauthenticated', 3],
  ['unknown-key', 1],
])('a rejection %s exits with %d', (code, exit) => {
  expect(toFailure(new RequestRejected(code, 'no'))).toMatchObject({ exit, code });
});

test('a surprise is one sentence and exit code 1', () => {
  expect(toFailure(new TypeError('x is not a function'))).toMatchObject({ exit: 1, code: 'internal' });
  expect(toFailure('a string')).toMatchObject({ exit: 1, code: 'internal' });
});
