import { expect, test } from 'vitest';
import { remembering } from './remembering.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

test('the same bytes are computed once, others by themselves', () => {
  const asked: string[] = [];
  const sum = remembering(2, (given) => {
    asked.push(given.join());
    return given.reduce((total, byte) => total + byte, 0);
  });
  expect([sum(bytes(1, 2)), sum(bytes(1, 2)), sum(bytes(3)), sum(bytes(0, 3))]).toEqual([3, 3, 3, 3]);
  expect(asked).toEqual(['1,2', '3', '0,3']);
});

test('what was asked for longest ago is forgotten first', () => {
  let computed = 0;
  const count = remembering(2, () => ++computed);
  for (const byte of [1, 2, 1, 3, 1]) count(bytes(byte));
  expect(computed).toBe(3);
  count(bytes(2));
  expect(computed).toBe(4);
});

test('of large questions fewer are remembered, but the last', () => {
  let computed = 0;
  const count = remembering(9, () => ++computed, 300);
  const large = (byte: number) => count(new Uint8Array(150).fill(byte));
  for (const byte of [1, 2, 1, 2]) large(byte);
  expect(computed).toBe(2);
  for (const byte of [3, 2]) large(byte);
  expect(computed).toBe(3);
  large(1);
  expect(computed).toBe(4);
  for (let i = 0; i < 2; i++) count(new Uint8Array(301));
  expect(computed).toBe(5);
  large(1);
  expect(computed).toBe(6);
});

test('bytes that are overwritten later change no answer', () => {
  const first = remembering(2, ([byte]) => byte ?? -1);
  const given = bytes(1);
  first(given);
  given[0] = 2;
  expect([first(bytes(1)), first(given)]).toEqual([1, 2]);
});

test('a failure is not remembered', () => {
  let fails = true;
  const once = remembering(2, () => {
    if (fails) throw new Error('not now');
    return 'done';
  });
  expect(() => once(bytes(1))).toThrow('not now');
  fails = false;
  expect(once(bytes(1))).toBe('done');
});
