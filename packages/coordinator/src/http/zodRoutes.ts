import { parseWith } from '@quorate/requests';
import type { FastifySchema, FastifyTypeProvider } from 'fastify';
import { z } from 'zod';

/** Lets routes declare zod schemas and get their types. */
export interface ZodTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  readonly serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown;
}

const NAMES: Readonly<Record<string, string>> = { body: 'body', querystring: 'query', params: 'path' };

interface Compilable {
  readonly schema: unknown;
  readonly httpPart?: string;
}

/** Validates by the route's zod schema; what does not fit is rejected with one sentence that names the place. */
export function validatorCompiler({ schema, httpPart = 'body' }: Compilable) {
  const name = NAMES[httpPart] ?? httpPart;
  return (value: unknown) => {
    if (!(schema instanceof z.ZodType)) return { value };
    try {
      return { value: parseWith(schema, value, name, `bad-${name}`) };
    } catch (problem) {
      return { error: problem instanceof Error ? problem : new Error('not valid') };
    }
  };
}

/** Answers are typed by their schemas at compile time: they are written as they are. */
export function serializerCompiler() {
  return (value: unknown): string => JSON.stringify(value);
}

/** A route's schemas as JSON Schema, for the OpenAPI document. */
export function jsonSchemas(schema: FastifySchema): FastifySchema {
  const { response, ...rest } = schema;
  const parts = Object.entries(rest).map(([name, part]: [string, unknown]) => [name, jsonSchema(part)]);
  const answers = Object.entries(response ?? {}).map(([status, part]: [string, unknown]) => [
    status,
    { description: status === 'default' ? 'an error' : 'success', ...Object(jsonSchema(part)) },
  ]);
  return { ...Object.fromEntries(parts), ...(response ? { response: Object.fromEntries(answers) } : {}) };
}

function jsonSchema(part: unknown): unknown {
  if (!(part instanceof z.ZodType)) return part;
  const { $schema: _, ...json } = z.toJSONSchema(part);
  return json;
}
