import type { Failure } from '@quorate/client';
import { expect, test } from 'vitest';
import { asFailure, unwrap } from './unwrap.ts';

const failure = (kind: Failure['kind'], code: string = kind): Failure => ({ kind, code, sentence: 'no' });

test.each([
  [failure('denied'), 3],
  [failure('failed', 'unknown-key'), 1],
  [failure('expired'), 5],
  [failure('outcome-unknown'), 6],
  [failure('unreachable'), 7],
  [failure('unreachable', 'no-answer'), 7],
  [failure('failed', 'unauthenticated'), 3],
])('%j exits with %d', (one, exit) => {
  expect(asFailure(one)).toMatchObject({ exit, code: one.code, message: 'no' });
});

test('a done result is its value, a failure is thrown with its details', () => {
  expect(unwrap({ kind: 'done', value: 5 })).toBe(5);
  expect(() => unwrap(failure('expired'))).toThrow('no');
  expect(asFailure(failure('expired'), { requestId: 'r' }).details).toEqual({ requestId: 'r' });
});

test('who cannot be reached may not be running', () => {
  expect(asFailure(failure('unreachable')).hint).toContain('quorate cluster up');
});
