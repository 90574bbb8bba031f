import { expect, test } from 'vitest';
import { sentenceIn } from './logSentence.ts';

test('the last error line wins over later chatter', () => {
  const log = [
    '{"level":"info","msg":"starting"}',
    '{"level":"error","msg":"port 41001 is taken","hint":"stop the other process"}',
    '{"level":"info","msg":"stopped"}',
  ].join('\n');
  expect(sentenceIn(log)).toBe('port 41001 is taken (stop the other process)');
});

test('without an error line it is the last line, whatever it is', () => {
  expect(sentenceIn('{"level":"info","msg":"starting"}\nSegmentation fault\n\n')).toBe('Segmentation fault');
});

test('a silent daemon said nothing', () => {
  expect(sentenceIn('\n \n')).toBeUndefined();
});

test('of a crash it is the error, not the version of Node', () => {
  const crash = [
    'file:///a.ts:8',
    '  ^^^',
    "SyntaxError: it does not provide 'x'",
    '    at b (c:1)',
    '',
    'Node.js v26.10.0',
  ];
  expect(sentenceIn(crash.join('\n'))).toBe("SyntaxError: it does not provide 'x'");
});
