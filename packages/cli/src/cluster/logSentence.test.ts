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
