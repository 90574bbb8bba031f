import { RequestRejected } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { base64, hex } from './fields.ts';
import { parseJsonWith, parseWith } from './parseWith.ts';

const schema = z.strictObject({ list: z.array(z.strictObject({ id: hex(2) })), count: z.int().min(1) });
const parse = (value: unknown) => parseWith(schema, value, 'thing.json', 'bad-thing');

test('a good value is returned', () => {
  expect(parse({ list: [{ id: '0aff' }], count: 3 })).toEqual({ list: [{ id: '0aff' }], count: 3 });
});

test.each([
  [{ list: [{ id: '0aff' }, { id: '0AFF' }], count: 1 }, 'thing.json: list[1].id: expected 4 lowercase hex digits'],
  [{ list: [{ id: '0aff ' }], count: 1 }, 'thing.json: list[0].id: expected 4 lowercase hex digits'],
  [{ list: [{ id: '0aff\n' }], count: 1 }, 'thing.json: list[0].id: expected 4 lowercase hex digits'],
  [{ list: [{}], count: 1 }, 'thing.json: list[0].id: missing'],
  [{ list: [{ id: '0aff', extra: 1 }], count: 1 }, 'thing.json: list[0]: unknown field "extra"'],
  [{ list: 'x', count: 1 }, 'thing.json: list: expected array, received string'],
  [{ list: [], count: 0 }, 'thing.json: count: expected number to be >=1'],
  [null, 'thing.json: expected object, received null'],
])('%j is refused by name and place', (value, sentence) => {
  expect(() => parse(value)).toThrow(sentence);
});

test('of a union without words of its own, the alternative that was read furthest is told', () => {
  const either = z.strictObject({ names: z.union([z.literal('*'), z.array(z.strictObject({ id: z.string() }))]) });
  const parseEither = (value: unknown) => parseWith(either, value, 'thing.json', 'bad-thing');
  expect(() => parseEither({ names: [{ id: 'a' }, { id: 7 }] })).toThrow('thing.json: names[1].id: expected string');
});

test('the code is the caller’s', () => {
  expect(() => parse(1)).toThrow(expect.objectContaining({ code: 'bad-thing' }));
  expect(() => parse(1)).toThrow(RequestRejected);
});

test('a truncated file is told as such', () => {
  expect(() => parseJsonWith(schema, '{"list": [', 'thing.json', 'bad-thing')).toThrow('thing.json: not valid JSON');
});

test('an oversized file is not parsed', () => {
  expect(() => parseJsonWith(schema, '{}', 'thing.json', 'bad-thing', 1)).toThrow('2 characters, at most 1');
});

test.each(['', 'QQ==', 'QUI=', 'QUJD'])('%j is base64', (text) => {
  expect(base64(3).safeParse(text).success).toBe(true);
});

test.each(['Q', 'QQ', 'QQ=', 'QUJDRA==', 'Q-_=', 'QQ==\n', ' QQ=='])('%j is no base64 of 3 bytes', (text) => {
  expect(base64(3).safeParse(text).success).toBe(false);
});
