import { expect, test } from 'vitest';
import { z } from 'zod';
import { errorBodySchema } from './errorBody.ts';
import { ceremonyViewSchema, keyListSchema } from './keyViews.ts';
import {
  listQuerySchema,
  requestListSchema,
  requestViewSchema,
  submitBodySchema,
  waitQuerySchema,
} from './requestViews.ts';
import { statusViewSchema } from './statusView.ts';

const pending = {
  id: 'request-0001',
  desk: 'desk-1',
  key: 'ab'.repeat(32),
  keyName: 'treasury',
  hash: 'cd'.repeat(32),
  state: 'pending',
  createdAt: 1,
  expiresAt: 2,
  attempts: [],
  denials: [],
};

test('a pending request is a view without signatures', () => {
  expect(requestViewSchema.parse(pending)).toEqual(pending);
});

test.each([
  ['a state of its own', { ...pending, state: 'approved' }],
  ['a field of its own', { ...pending, memo: 'x' }],
  ['a signature that is no hex', { ...pending, signatures: ['zz'] }],
  ['a null where nothing belongs', { ...pending, reason: null }],
  ['a fractional time', { ...pending, createdAt: 1.5 }],
])('a view with %s is refused', (_, view) => {
  expect(requestViewSchema.safeParse(view).success).toBe(false);
});

test('queries come as text and are bounded', () => {
  expect(waitQuerySchema.parse({ wait: '30000' })).toEqual({ wait: 30_000 });
  expect(waitQuerySchema.parse({})).toEqual({});
  expect(waitQuerySchema.safeParse({ wait: '30001' }).success).toBe(false);
  expect(waitQuerySchema.safeParse({ wait: 'soon' }).success).toBe(false);
  expect(listQuerySchema.safeParse({ limit: '0' }).success).toBe(false);
});

test('an oversized request is refused by its length', () => {
  expect(submitBodySchema.safeParse({ request: 'AAAA'.repeat(400_000) }).success).toBe(false);
});

test('an error has a code and a sentence', () => {
  const body = { error: { code: 'unknown-key', message: 'no key treasury' } };
  expect(errorBodySchema.parse(body)).toEqual(body);
  expect(errorBodySchema.safeParse({ error: { code: 'Unknown Key', message: '' } }).success).toBe(false);
});

test.each([requestViewSchema, requestListSchema, ceremonyViewSchema, keyListSchema, statusViewSchema, errorBodySchema])(
  'every view has a JSON schema for the OpenAPI document',
  (schema) => {
    expect(z.toJSONSchema(schema)).toMatchObject({ type: 'object', additionalProperties: false });
  },
);
