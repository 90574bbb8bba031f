import { KEY_NAME, NODE_ID } from '@quorate/tss-core';
import { z } from 'zod';

/** Lowercase hex of exactly `length` bytes, without 0x. */
export function hex(length: number): z.ZodString {
  return z.string().regex(new RegExp(`^(?:[0-9a-f]{2}){${length}}$`), `expected ${length * 2} lowercase hex digits`);
}

/** Standard padded base64 of at most `maxBytes` bytes. */
export function base64(maxBytes: number): z.ZodString {
  const maxLength = Math.ceil(maxBytes / 3) * 4;
  return z
    .string()
    .max(maxLength, `expected base64 of at most ${maxBytes} bytes`)
    .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'expected padded base64');
}

/** The id of a node, coordinator, desk or admin. */
export const memberId = z
  .string()
  .regex(NODE_ID, 'expected lowercase letters, digits and hyphens, at most 32, starting with a letter or digit');

export const keyName = z
  .string()
  .regex(KEY_NAME, 'expected lowercase letters, digits and hyphens, at most 48, starting with a letter or digit');

/** Unix time in whole seconds. */
export const unixSeconds = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Unix time, or a span of time, in whole milliseconds. */
export const milliseconds = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const MAX_SENTENCE_CHARACTERS = 2000;
/** One line or paragraph for a person. */
export function sentence(max: number = MAX_SENTENCE_CHARACTERS): z.ZodString {
  return z.string().max(max);
}
