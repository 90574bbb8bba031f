import { RequestRejected } from '@quorate/tss-core';
import type { z } from 'zod';

/**
 * Parses an untrusted value. Throws RequestRejected `code` with one sentence that names the file or message and the
 * place in it: `cluster.json: nodes[1].identity: expected 66 hex digits`.
 */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, name: string, code: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RequestRejected(code, `${name}: ${firstProblem(parsed.error)}`);
}

/** As `parseWith`, from JSON text of at most `maxLength` UTF-16 code units. */
export function parseJsonWith<T>(
  schema: z.ZodType<T>,
  json: string,
  name: string,
  code: string,
  maxLength: number = 1 << 20,
): T {
  if (json.length > maxLength) {
    throw new RequestRejected(code, `${name}: ${json.length} characters, at most ${maxLength} are accepted`);
  }
  return parseWith(schema, jsonValue(json, name, code), name, code);
}

function jsonValue(json: string, name: string, code: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new RequestRejected(code, `${name}: not valid JSON`, 'it may be truncated: restore it from a good copy');
  }
}

/** The first issue as `path: what was expected`. One at a time: the rest often follows from it. */
function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'not valid';
  const { path, problem } = innermost(issue);
  const at = pathText(path);
  const what = problemText(problem);
  return at === '' ? what : `${at}: ${what}`;
}

/** Of a union that has no words of its own, what is wrong with the alternative that was read furthest. */
function innermost(issue: z.core.$ZodIssue): { path: readonly PropertyKey[]; problem: z.core.$ZodIssue } {
  const here = { path: issue.path, problem: issue };
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return here;
  const [furthest] = issue.errors
    .flat()
    .map((inner) => innermost(inner))
    .sort((a, b) => b.path.length - a.path.length);
  return furthest ? { ...furthest, path: [...issue.path, ...furthest.path] } : here;
}

function problemText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown field ${JSON.stringify(issue.keys[0])}`;
  if (issue.message.endsWith('received undefined')) return 'missing';
  const text = issue.message.replace(/^(Invalid|Too (big|small))[^:]*: /, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${String(step)}`))
    .join('');
}
